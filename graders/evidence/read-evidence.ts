// Reads a file of evidence of any format: looks at its first bytes, then hands every byte to that format's reader.
import { image } from './image.ts';
import { listVms } from './list-vms.ts';
import { metrics } from './metrics.ts';
import { perfCsv } from './perf-csv.ts';
import { processList } from './process-list.ts';
import { rejection, type Reader, type Reading } from './reading.ts';
import { recognise, SNIFF_BYTES, type Recognised } from './recognise.ts';
import { showVmInfo } from './showvminfo.ts';
import { stack } from './stack.ts';
import { overLines } from './text-lines.ts';
import { threadsColumns } from './threads-columns.ts';
import { threadsDumps } from './threads-dumps.ts';
import { threadsPidstat } from './threads-pidstat.ts';
import { vboxLog } from './vbox-log.ts';
import { vboxSettings } from './vbox-settings.ts';

/** Text that a program prints in a moment is small; only a log grows with the hours. */
const MAX_BYTES = 20_000_000;

const readers = {
  'vbox-log': overLines(vboxLog),
  'vbox-settings': vboxSettings,
  showvminfo: overLines(showVmInfo),
  'list-vms': overLines(listVms),
  metrics: overLines(metrics),
  procexp: overLines(processList),
  stack: overLines(stack),
  pidstat: overLines(threadsPidstat),
  columns: overLines(threadsColumns),
  dumps: overLines(threadsDumps),
  'perf-csv': overLines(perfCsv),
  imagem: image,
} as const;

interface Running {
  push(chunk: Uint8Array): void;
  end(): Reading;
}

function run<State>(reader: Reader<State>): Running {
  let state = reader.begin();
  return {
    push(chunk) {
      state = reader.push(state, chunk);
    },
    end: () => reader.end(state),
  };
}

export interface EvidenceState {
  head: Uint8Array[];
  headLength: number;
  total: number;
  recognised: Recognised | null;
  running: Running | null;
  tooLarge: boolean;
}

/** The reader of any evidence: `begin`, `push` each chunk of bytes, `end`. Nothing is kept but the facts. */
export const evidence: Reader<EvidenceState> = {
  begin: () => ({
    head: [],
    headLength: 0,
    total: 0,
    recognised: null,
    running: null,
    tooLarge: false,
  }),

  push(state, chunk) {
    state.total += chunk.length;
    if (state.recognised === null) {
      // The chunk may be a buffer its owner will fill again.
      state.head.push(chunk.slice());
      state.headLength += chunk.length;
      if (state.headLength >= SNIFF_BYTES) start(state);
      return state;
    }
    if (state.recognised.kind !== 'vbox-log' && state.recognised.kind !== null && state.total > MAX_BYTES) {
      state.tooLarge = true;
    }
    if (!state.tooLarge) state.running?.push(chunk);
    return state;
  },

  end(state) {
    if (state.recognised === null) start(state);
    const { recognised, running } = state;
    if (recognised === null) return rejection('O arquivo não pôde ser lido.');
    if (recognised.kind === null) return rejection(recognised.reason);
    if (state.tooLarge) {
      return rejection(
        'O arquivo passa de 20 MB, o que nenhuma evidência deste tipo tem. Entregue só a parte pedida.',
      );
    }
    return running?.end() ?? rejection('O arquivo não pôde ser lido.');
  },
};

function start(state: EvidenceState): void {
  const whole = new Uint8Array(state.headLength);
  let at = 0;
  for (const part of state.head) {
    whole.set(part, at);
    at += part.length;
  }
  state.head = [];
  state.recognised = recognise(whole.subarray(0, Math.min(whole.length, SNIFF_BYTES * 2)));
  if (state.recognised.kind === null) return;
  state.running = run(readers[state.recognised.kind] as Reader<unknown>);
  state.running.push(whole);
}

/** Reads a file as its pieces arrive: `readEvidenceFrom(file.stream())` in a page. Nothing leaves the reader. */
export async function readEvidenceFrom(chunks: AsyncIterable<Uint8Array>): Promise<Reading> {
  let state = evidence.begin();
  for await (const chunk of chunks) state = evidence.push(state, chunk);
  return evidence.end(state);
}

/** Reads bytes that are already in memory (a page's file, a test). */
export function readEvidence(bytes: Uint8Array): Reading {
  return evidence.end(evidence.push(evidence.begin(), bytes));
}

// Reader of `VBoxManage metrics query` (and `collect`): processor and memory of each machine as the host sees it.
// Memory is in kB; a line without a value was not measured, which is not zero.
import {
  fact,
  keep,
  reading,
  type Fact,
  type FactValue,
  type NumbersByName,
  type Reading,
} from './reading.ts';
import { MAX_ROW, type LineReader } from './text-lines.ts';

/** Object, metric, and the samples (comma-separated) up to the end of the line. */
export const metricLine =
  /^(?:\d\d:\d\d:\d\d\.\d+ +)?(.+?) +((?:Guest\/)?(?:CPU|RAM|Disk|Net|FS|Pagefile)\/[A-Za-z0-9/_.:-]+)(?: +(.*))?$/;

interface Sample {
  value: number;
  line: number;
  average: boolean;
}

interface MetricsState {
  /** By object, then by metric; a Map, since an object is called what its owner liked. */
  readonly samples: Map<string, Map<string, Sample>>;
}

const MAX_OBJECTS = 2000;

export const metrics: LineReader<MetricsState> = {
  begin: () => ({ samples: new Map() }),

  line(state, text, line) {
    if (text.length > MAX_ROW) return;
    const found = metricLine.exec(text.trimEnd());
    if (!found) return;
    const object = keep((found[1] ?? '').trim());
    const [metric = '', suffix = ''] = (found[2] ?? '').split(':');
    let byMetric = state.samples.get(object);
    if (!byMetric) {
      if (state.samples.size >= MAX_OBJECTS) return;
      byMetric = new Map();
      state.samples.set(object, byMetric);
    }
    if (suffix !== '' && suffix !== 'avg') return;
    const last = (found[3] ?? '').split(/, +/).at(-1);
    const value = amount(last ?? '');
    if (value === null) return;
    const before = byMetric.get(metric);
    if (before?.average === true && suffix !== 'avg') return;
    byMetric.set(metric, { value, line, average: suffix === 'avg' });
  },

  end(state): Reading {
    const facts = new Map<string, Fact<FactValue>>();
    let hostRam: Sample | undefined;
    for (const [object, byMetric] of state.samples) {
      const user = byMetric.get('CPU/Load/User');
      const kernel = byMetric.get('CPU/Load/Kernel');
      const ram = byMetric.get('RAM/Usage/Used');
      if (object === 'host') hostRam = ram;
      const numbers: NumbersByName = {
        cpu_user: user?.value ?? null,
        cpu_kernel: kernel?.value ?? null,
        ram_kb: ram?.value ?? null,
      };
      facts.set(object, fact(numbers, user?.line ?? kernel?.line ?? ram?.line ?? 1));
    }
    const result = reading('metrics', {});
    facts.set('host_ram_kb', fact(hostRam?.value ?? null, hostRam?.line ?? null));
    return { ...result, facts };
  },
};

/** `0.05%`, `72220 kB`, `399 MB`, `0 B/s`: the number, memory in kB. Null where there is none. */
function amount(text: string): number | null {
  const found = /^(\d+(?:[.,]\d+)?) ?(%|kB|MB|GB|B\/s|B|mV|MHz)?$/.exec(text.trim());
  if (!found) return null;
  const value = Number((found[1] ?? '').replace(',', '.'));
  if (found[2] === 'MB') return value * 1024;
  return found[2] === 'GB' ? value * 1_048_576 : value;
}

// What a file is, from its first bytes: never from its name.
import { binaryKind, decoyOf, lastResortOf } from './decoys.ts';
import { listedMachine } from './list-vms.ts';
import { metricLine } from './metrics.ts';
import { getProcessHeader, pdhHeader, tasklistRow } from './perf-csv.ts';
import { spacedList } from './process-list-spaces.ts';
import { processHeader } from './process-list.ts';
import { processTable } from './process-table.ts';
import type { EvidenceFormat } from './reading.ts';
import { frameOf, threadNumber } from './stack.ts';
import { LineSplitter, MAX_ROW, sniffEncoding } from './text-lines.ts';
import { isBarePsRow, listingHeader } from './threads-columns.ts';
import { isDumpLine } from './threads-dumps.ts';
import { pidstatHeader } from './threads-pidstat.ts';
import { header as logHeader, splitStamp } from './vbox-log-line.ts';

/** `threads` is read by several readers. */
export type Recognised =
  | { readonly kind: Exclude<EvidenceFormat, 'threads'> | 'pidstat' | 'columns' | 'dumps' }
  | { readonly kind: null; readonly reason: string };

/** As many bytes as are looked at before a reader is chosen. */
export const SNIFF_BYTES = 131_072;

const notEvidence =
  'Não reconheci este arquivo como nenhuma das evidências do exercício. Veja no enunciado o que entregar e como obter.';

export function recognise(head: Uint8Array): Recognised {
  if (head.length === 0) {
    return {
      kind: null,
      reason: 'O arquivo está vazio. Salve-o de novo e confira o tamanho antes de entregar.',
    };
  }
  if (isPicture(head)) return { kind: 'imagem' };
  const binary = binaryKind(head);
  if (binary !== null) return { kind: null, reason: binary };
  const text: string[] = [];
  const splitter = new LineSplitter((line) => text.push(line));
  splitter.push(head);
  const end = splitter.end();
  const filled = text.filter((line) => line.trim() !== '');
  const [first] = filled;
  if (first === undefined) {
    return {
      kind: null,
      reason: 'O arquivo só tem linhas em branco. Salve-o de novo e confira antes de entregar.',
    };
  }
  if (first.trimStart().startsWith('<')) return markup(text.join('\n').trimStart());
  const found = byLines(filled);
  if (found) return found;
  const failed = filled
    .slice(0, 40)
    .map((line) => lastResortOf(line.slice(0, MAX_ROW)))
    .find((reason) => reason !== null);
  if (failed !== undefined) return { kind: null, reason: failed };
  return {
    kind: null,
    reason: looksBinary(head, end.encoding)
      ? 'O arquivo não é texto nem imagem que os corretores leiam.'
      : notEvidence,
  };
}

function isPicture(head: Uint8Array): boolean {
  const starts = (...bytes: number[]) => bytes.every((byte, at) => head[at] === byte);
  if (starts(0x89, 0x50, 0x4e, 0x47) || starts(0xff, 0xd8, 0xff)) return true;
  return starts(0x52, 0x49, 0x46, 0x46) && String.fromCharCode(...head.subarray(8, 12)) === 'WEBP';
}

function markup(text: string): Recognised {
  if (/^<\?xml|^<!--|^<!DOCTYPE (?!html)|^<(?:\w+:)?(?:VirtualBox|Envelope)\b/i.test(text)) {
    if (/<svg\b/i.test(text.slice(0, 4000))) {
      return {
        kind: null,
        reason: 'Este é um desenho SVG, não uma tela. Salve a tela em PNG, JPEG ou WebP.',
      };
    }
    if (!/<html\b/i.test(text.slice(0, 4000))) return { kind: 'vbox-settings' };
  }
  return {
    kind: null,
    reason: 'Este é um arquivo de página (HTML ou parecido), não uma evidência. Entregue o arquivo original.',
  };
}

function looksBinary(head: Uint8Array, encoding: string): boolean {
  if (encoding.startsWith('utf-16') || sniffEncoding(head).startsWith('utf-16')) return false;
  const sample = head.subarray(0, 4096);
  let odd = 0;
  for (const byte of sample) if (byte < 9 || (byte > 13 && byte < 32 && byte !== 27)) odd += 1;
  return odd > sample.length * 0.02;
}

/** Messages that only a machine's own log has, for files that start after the header. */
const logMessage =
  /^(?:VirtualBox (?:VM )?\d+\.\d+|Log opened |HM: |HMR3Init|HWACCM: |NEM: |VMMDev: |CPUM: |PGM: |TM: |GIM: |Guest Log: |Console: Machine state|Changing the VM state|Guest OS type: |\[\/.*\] \(level \d|PIT: mode|AIOMgr: |VMSetError: |ERROR \[COM\]: |Power up failed|SUP: |Host RAM: |GUI: |WARNING! 64-bit|EMR3Init|VM: |PATM: |AHCI|PIIX3 ATA|OHCI: |EHCI: |E1000#|NAT: |Display::|\/(?:Devices|Public|TM|PGM|EM|GVMM|GMM|HM|PDM)\/| {2}\w+ +<(?:integer|string|bytes)> *=|Guest Additions |fHMForced|OS (?:Product|Release): )/;
/** A thread's name after the clock: VirtualBox's services write it, a machine does not. */
const serviceLine =
  /^\d{2,}:\d\d:\d\d\.\d{3,6} +(?:main|nspr-\d+|ApiServ|SQPmp|Watcher|control|vminfo|timesync) /;

function byLines(whole: readonly string[]): Recognised | null {
  // What a line is shows at its start; patterns never see more, so that none can be made to crawl.
  const lines = whole.map((line) => (line.length > MAX_ROW ? line.slice(0, MAX_ROW) : line));
  // Every machine's log says so in its first line; a decoy does too.
  for (const line of lines.slice(0, 12)) {
    const { message } = splitStamp(line);
    if (logHeader.test(message)) return { kind: 'vbox-log' };
    const decoy = decoyOf(line) ?? (message === line ? null : decoyOf(message));
    if (decoy !== null) return { kind: null, reason: decoy };
  }
  const count = (test: (line: string) => boolean) => lines.filter(test).length;
  const some = (test: (line: string) => boolean) => lines.some(test);
  if (some((line) => pdhHeader.test(line) || tasklistRow.test(line) || getProcessHeader.test(line))) {
    return { kind: 'perf-csv' };
  }
  if (some((line) => processHeader(line) !== null || spacedList(line) !== null)) return { kind: 'procexp' };
  if (lines.slice(0, 12).some((line) => processTable(line) !== null)) return { kind: 'perf-csv' };
  if (some((line) => pidstatHeader(line) !== null)) return { kind: 'pidstat' };
  const logLines = count((line) => {
    const { stamp, message } = splitStamp(line);
    return stamp !== null && logMessage.test(message);
  });
  const stamped = count((line) => splitStamp(line).stamp !== null);
  if (logLines > 0 && !some((line) => serviceLine.test(line))) {
    const header = lines.findIndex((line) => logHeader.test(splitStamp(line).message));
    // A log shown inside another text (a project's page, a report) is not the log.
    if (stamped * (header >= 0 ? 3 : 2) >= lines.length) return { kind: 'vbox-log' };
  }
  if (some((line) => serviceLine.test(line))) {
    return {
      kind: null,
      reason:
        'Este log é de um serviço do VirtualBox, não de uma máquina virtual. Entregue o VBox.log da pasta Logs da máquina.',
    };
  }
  if (some((line) => /^Object +Metric +Values?/.test(line)) || some(isMetric)) return { kind: 'metrics' };
  if (isMachineInfo(lines)) return { kind: 'showvminfo' };
  if (count((line) => listedMachine.test(line)) * 4 >= lines.length) return { kind: 'list-vms' };
  const dumps = some(isDumpLine);
  const frames = count((line) => frameOf(line) !== null);
  if (dumps && !(frames > 0 && some((line) => frameOf(line)?.shape === 'procexp'))) return { kind: 'dumps' };
  const listing = lines.map(listingHeader).find((found) => found !== null);
  if (listing && (listing.kind !== 'tab' || frames * 2 < lines.length || !pureStack(lines)))
    return { kind: 'columns' };
  if (frames > 0 && (frames >= 2 || lines.length === 1 || some((line) => threadNumber(line) !== null))) {
    if (frames * 4 >= lines.length) return { kind: 'stack' };
  }
  if (dumps) return { kind: 'dumps' };
  if (count(isBarePsRow) * 2 >= lines.length) return { kind: 'columns' };
  return null;
}

/** Frames that are not the start addresses of a list of threads. */
function pureStack(lines: readonly string[]): boolean {
  return lines.some((line) => frameOf(line) !== null && !line.includes('\t'));
}

function isMetric(line: string): boolean {
  const found = metricLine.exec(line.trimEnd());
  return found !== null && /^\S/.test(line) && /(?:CPU\/Load|RAM\/|Disk\/|Net\/Rate)/.test(found[2] ?? '');
}

function isMachineInfo(lines: readonly string[]): boolean {
  const clean = lines.map((line) => line.replace(/^(?:\([^()]{1,60}\) DBG \|)? {0,8}/, ''));
  const has = (test: RegExp) => clean.some((line) => test.test(line));
  const machine = [
    /^name="/,
    /^UUID="/,
    /^VMState="/,
    /^ostype="/,
    /^memory=\d/,
    /^CfgFile="/,
    /^hwvirtex="/,
  ].filter(has).length;
  // Other programs describe machines with the same common words (virsh); VirtualBox's own must be among them.
  const own = [
    /^Guest OS: /,
    /^Config file: /,
    /^Memory size:? +\d/,
    /^Number of CPUs: /,
    /^Hardware UUID: /,
    /^Snapshot folder: /,
  ].filter(has).length;
  const common = [/^Name: +\S/, /^UUID: +[0-9a-f]{8}-/i, /^State: /].filter(has).length;
  return machine >= 2 || (own >= 1 && own + common >= 3);
}

// The root of the CFGM dump in a VBox.log: what the machine was configured with when it started.
// Values are read in hexadecimal: the decimal copy after it changes form with the version, and lines may be glued.

export interface ConfigState {
  section: 'none' | 'root' | 'other';
  sectionsSeen: boolean;
  name: Entry<string>;
  ramBytes: Entry<number>;
  cpus: Entry<number>;
  uuid: Entry<string>;
  readonly problems: { readonly line: number; readonly message: string }[];
}

interface Entry<T> {
  value: T | null;
  line: number | null;
}

export function beginConfig(): ConfigState {
  const none = { value: null, line: null };
  return {
    section: 'none',
    sectionsSeen: false,
    name: { ...none },
    ramBytes: { ...none },
    cpus: { ...none },
    uuid: { ...none },
    problems: [],
  };
}

/** A line like `[/] (level 0)` or `[/CPUM/] (level 1)`. */
export function sectionLine(state: ConfigState, message: string): void {
  if (!/^\[\/[^\]]*\] \(level \d+/.test(message)) return;
  state.section = message.startsWith('[/] ') ? 'root' : 'other';
  state.sectionsSeen = true;
}

const integer = /^\s+(RamSize|NumCPUs)\s+<integer>\s*=\s*0x([0-9a-f]{16})(?: \(([^(),]*)(, [^()]*)?\))?/i;
const text = /^\s+Name\s+<string>\s*=\s*"(.*)" \((cb|cch)=(\d+)\)/;
const bytes = /^\s+UUID\s+<bytes>\s*=\s*"((?:[0-9a-f]{2} ){15}[0-9a-f]{2})"/i;

/** An indented line of the dump. Only the root's own keys are looked at. */
export function configLine(state: ConfigState, message: string, line: number): void {
  // A file that starts in the middle of the root has no section line before its keys.
  if (state.section === 'other' || (state.section === 'none' && state.sectionsSeen)) return;
  const number = integer.exec(message);
  if (number) {
    const value = Number.parseInt(number[2] ?? '', 16);
    const entry = number[1] === 'RamSize' ? state.ramBytes : state.cpus;
    if (entry.value === null) {
      entry.value = value;
      entry.line = line;
    }
    const decimal = number[3]?.replace(/\s/g, '');
    if (decimal !== undefined && /^\d+$/.test(decimal) && Number(decimal) !== value) {
      state.problems.push({
        line,
        message: `${number[1] ?? ''} aparece com dois valores na mesma linha (em hexadecimal, ${value}; em decimal, ${decimal}); o VirtualBox escreve duas vezes o mesmo.`,
      });
    }
    return;
  }
  const named = text.exec(message);
  if (named && state.name.value === null) {
    state.name = { value: named[1] ?? '', line };
    const length = new TextEncoder().encode(named[1] ?? '').length + 1;
    if (named[2] === 'cb' && Number(named[3]) !== length) {
      state.problems.push({
        line,
        message: `O nome da máquina tem ${length - 1} bytes e a linha diz ${Number(named[3]) - 1}.`,
      });
    }
    return;
  }
  const identifier = bytes.exec(message);
  if (identifier && state.uuid.value === null) {
    state.uuid = { value: uuidFromBytes(identifier[1] ?? ''), line };
  }
}

/** The dump shows the sixteen bytes of the identifier; the first three groups are stored little-endian. */
export function uuidFromBytes(hex: string): string {
  const b = hex.toLowerCase().split(' ');
  const group = (...indexes: number[]) => indexes.map((index) => b[index] ?? '').join('');
  return [group(3, 2, 1, 0), group(5, 4), group(7, 6), group(8, 9), group(10, 11, 12, 13, 14, 15)].join('-');
}

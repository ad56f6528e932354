// Reader of `VBoxManage showvminfo`, for people and with --machinereadable, and of `list -l vms`.
// Labels and columns changed at 6.0 (`Memory size  4096MB`, without a colon); the output has no Portuguese.
import { fact, keep, reading, rejection, unknown, type Reading } from './reading.ts';
import { MAX_ROW, type LineReader, type TextEnd } from './text-lines.ts';

interface Noted {
  value: string;
  line: number;
}

interface InfoState {
  /** Machines seen, by their own identifier line. */
  machines: number;
  machineReadable: boolean | null;
  readonly found: Map<string, Noted>;
  names: number;
}

const uuidPattern = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
/** docker-machine repeats the program's output with this in front; tutorials indent it. */
const prefix = /^(?:\([^()]{1,60}\) DBG \|)? {0,8}/;

const machineKeys: Readonly<Record<string, string>> = {
  name: 'name',
  ostype: 'type',
  UUID: 'uuid',
  memory: 'ram',
  cpus: 'cpus',
  VMState: 'state',
  hwvirtex: 'hardwareVirtualization',
  GuestAdditionsRunLevel: 'runLevel',
  GuestAdditionsVersion: 'additions',
  VMStateChangeTime: 'changed',
};

/** Label of the human form, without the colon that some versions leave out. */
const humanLabels: readonly (readonly [RegExp, string])[] = [
  [/^Name: +(\S.*)$/, 'name'],
  [/^Guest OS: +(\S.*)$/, 'type'],
  [new RegExp(`^UUID: +(${uuidPattern})\\s*$`, 'i'), 'uuid'],
  [/^Memory size:? +(\d+) ?MB/, 'ram'],
  [/^Number of CPUs: +(\d+)/, 'cpus'],
  [/^State: +([a-z][a-z -]*?)(?: \(|\s*$)/i, 'state'],
  [/^(?:Hardw\. virt\.ext|Hardware Virtualization): +(\w+)/, 'hardwareVirtualization'],
  [/^Additions run level:? +(\d+)/, 'runLevel'],
  [/^Additions version:? +(\S+)/, 'additions'],
];

export const showVmInfo: LineReader<InfoState> = {
  begin: () => ({ machines: 0, machineReadable: null, found: new Map(), names: 0 }),

  line(state, raw, line) {
    if (raw.length > MAX_ROW) return;
    const indented = raw.replace(prefix, '');
    const machine = /^(?:"([^"=]{1,200})"|([A-Za-z][\w()/[\]-]*(?: [\w()/[\]-]+){0,4}))=(.*)$/.exec(indented);
    if (machine && state.machineReadable !== false) {
      const key = machine[1] ?? machine[2] ?? '';
      if (Object.hasOwn(machineKeys, key) && machine[1] === undefined) {
        state.machineReadable = true;
        const value = (machine[3] ?? '').trim().replace(/^"([^]*)"$/, '$1');
        if (key === 'UUID') state.machines += 1;
        if (key === 'name') state.names += 1;
        note(state, machineKeys[key] ?? '', value, line);
      }
      return;
    }
    if (state.machineReadable === true) return;
    for (const [label, key] of humanLabels) {
      const found = label.exec(indented);
      if (!found) continue;
      // Shared folders and snapshots have a name too, quoted or followed by more on the line.
      if (key === 'name' && /^'.*', Host path: |\(UUID: /.test(found[1] ?? '')) return;
      if (key === 'uuid') {
        state.machines += 1;
        state.machineReadable = false;
      }
      note(state, key, (found[1] ?? '').trim(), line);
      return;
    }
  },

  end: infoReading,
};

function note(state: InfoState, key: string, value: string, line: number): void {
  if (!state.found.has(key)) state.found.set(key, { value: keep(value), line });
}

/** The program's long names of a state, as its short ones: `powered off` is `poweroff`. */
export function stateName(text: string): string {
  const word = text.trim().toLowerCase().replace(/\s+/g, '');
  if (word === 'poweredoff') return 'poweroff';
  return word === 'gurumeditation' || word === 'stuck' ? 'gurumeditation' : word;
}

function infoReading(state: InfoState, text: TextEnd): Reading {
  const machines = Math.max(state.machines, state.names);
  if (machines > 1) {
    return reading(
      'showvminfo',
      { vms: fact(machines, state.found.get('uuid')?.line ?? null) },
      {
        remark: `Há ${machines} máquinas neste arquivo; não dá para saber qual é a sua. Entregue o showvminfo de uma só: VBoxManage showvminfo "nome".`,
      },
    );
  }
  if (state.found.size === 0) return rejection('Não encontrei nenhum dado de máquina neste arquivo.');
  const get = (key: string) => state.found.get(key);
  const string = (key: string) => fact(get(key)?.value || null, get(key)?.line ?? null);
  const number = (key: string) => {
    const value = get(key)?.value ?? '';
    return fact(/^\d{1,9}$/.test(value) ? Number(value) : null, get(key)?.line ?? null);
  };
  const uuid = new RegExp(`^${uuidPattern}$`, 'i').exec(get('uuid')?.value ?? '');
  const status = get('state') === undefined ? null : stateName(get('state')?.value ?? '');
  const runLevel = number('runLevel').value;
  const up = status === 'running' && runLevel !== null && runLevel >= 1;
  return reading(
    'showvminfo',
    {
      uuid: fact(uuid?.[0].toLowerCase() ?? null, get('uuid')?.line ?? null),
      nome: string('name'),
      ostype: string('type'),
      ram_mb: number('ram'),
      cpus: number('cpus'),
      estado: fact(status, get('state')?.line ?? null),
      bootou: up ? fact(true, get('runLevel')?.line ?? null) : unknown,
    },
    {
      more: {
        mudou_em: string('changed'),
        ga: string('additions'),
        virtualizacao_pedida: fact(
          get('hardwareVirtualization') === undefined
            ? null
            : /^(?:on|enabled)$/.test(get('hardwareVirtualization')?.value ?? ''),
          get('hardwareVirtualization')?.line ?? null,
        ),
      },
      remark: text.openEnd && text.lines < 10 ? 'O texto parece cortado; foi lido o que há.' : null,
    },
  );
}

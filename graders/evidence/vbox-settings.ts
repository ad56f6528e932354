// Reader of a machine's settings file (`.vbox`): what was asked for when the machine was configured.
// XML is read as a stream by saxes; a document type (the only door to entities) refuses the file.
import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { fact, keep, reading, rejection, type Fact, type Reader, type Reading } from './reading.ts';
import { sniffEncoding } from './text-lines.ts';

/** A settings file has a few kilobytes; with many snapshots, some hundreds. */
const MAX_BYTES = 20_000_000;
const MAX_DEPTH = 60;

interface Noted {
  value: string | null;
  line: number | null;
}

interface SettingsState {
  decoder: TextDecoder | null;
  bytes: number;
  readonly parser: SaxesParser;
  readonly path: string[];
  line: number;
  refused: string | null;
  /** The XML stopped making sense at this line. */
  brokenLine: number | null;
  root: string | null;
  machineSeen: boolean;
  machineEnded: boolean;
  globalSeen: boolean;
  hardwareLine: number | null;
  readonly found: Map<string, Noted>;
}

/** Guest properties the course looks at; the others (addresses, logged-in users) are personal and passed over. */
const properties: Readonly<Record<string, string>> = {
  '/VirtualBox/HostInfo/GUI/LanguageID': 'language',
  '/VirtualBox/HostInfo/VBoxVer': 'vbox',
  '/VirtualBox/GuestInfo/OS/Product': 'product',
  '/VirtualBox/GuestInfo/OS/Release': 'release',
  '/VirtualBox/GuestAdd/Version': 'additions',
};

const nothing: Noted = { value: null, line: null };

export const vboxSettings: Reader<SettingsState> = {
  begin() {
    const state: SettingsState = {
      decoder: null,
      bytes: 0,
      parser: new SaxesParser(),
      path: [],
      line: 1,
      refused: null,
      brokenLine: null,
      root: null,
      machineSeen: false,
      machineEnded: false,
      globalSeen: false,
      hardwareLine: null,
      found: new Map(),
    };
    const { parser } = state;
    parser.on('error', () => {
      state.brokenLine ??= parser.line;
    });
    parser.on('doctype', () => {
      state.refused ??=
        'O arquivo declara um DOCTYPE, que o VirtualBox nunca escreve; por segurança ele não foi lido. Entregue o .vbox como está na pasta da máquina.';
    });
    parser.on('comment', (text) => {
      const written = /Written by VirtualBox (\S+) \(r\d+\)/.exec(text.slice(0, 2000));
      if (written && state.path.length === 0) note(state, 'writtenBy', written[1] ?? '');
    });
    parser.on('opentag', (tag) => {
      openTag(state, tag);
    });
    parser.on('closetag', (tag) => {
      if (localName(tag.name) === 'Machine' && state.path.length === 2) state.machineEnded = true;
      state.path.pop();
    });
    return state;
  },

  push(state, chunk) {
    if (state.refused !== null || state.brokenLine !== null) return state;
    state.bytes += chunk.length;
    if (state.bytes > MAX_BYTES) {
      state.refused =
        'O arquivo é grande demais para ser a configuração de uma máquina virtual. Entregue o .vbox da pasta da máquina.';
      return state;
    }
    state.decoder ??= new TextDecoder(sniffEncoding(chunk));
    feed(state, state.decoder.decode(chunk, { stream: true }));
    return state;
  },

  end(state) {
    if (state.refused === null && state.brokenLine === null) {
      feed(state, state.decoder?.decode() ?? '');
      try {
        state.parser.close();
      } catch {
        state.brokenLine ??= state.parser.line;
      }
    }
    return settingsReading(state);
  },
};

function feed(state: SettingsState, text: string): void {
  // Nul bytes are in no XML; a file of them is dropped here, and what is left is read.
  const clean = text.includes('\0') ? text.replaceAll('\0', '') : text;
  for (let from = 0; from < clean.length; from += 16_384) {
    if (state.refused !== null || state.brokenLine !== null) return;
    try {
      state.parser.write(clean.slice(from, from + 16_384));
    } catch {
      state.brokenLine ??= state.parser.line;
    }
  }
}

function openTag(state: SettingsState, tag: SaxesTagPlain): void {
  if (state.brokenLine !== null || state.refused !== null) return;
  const name = localName(tag.name);
  state.line = state.parser.line;
  state.root ??= name;
  state.path.push(name);
  if (state.path.length > MAX_DEPTH) {
    state.refused = 'O arquivo tem elementos demais uns dentro dos outros; um .vbox não é assim.';
    return;
  }
  const path = state.path.join('/');
  const attribute = (key: string): string | undefined => tag.attributes[key];
  if (path === 'VirtualBox') note(state, 'version', attribute('version'));
  else if (path === 'VirtualBox/Global') state.globalSeen = true;
  else if (path === 'VirtualBox/Machine') {
    state.machineSeen = true;
    note(state, 'uuid', attribute('uuid'));
    note(state, 'name', attribute('name'));
    note(state, 'type', attribute('OSType'));
    note(state, 'saved', attribute('stateFile'));
    note(state, 'aborted', attribute('aborted'));
    note(state, 'changed', attribute('lastStateChange'));
    note(state, 'machine', '');
  } else if (path === 'VirtualBox/MachineEncrypted') {
    state.machineSeen = true;
    note(state, 'uuid', attribute('uuid'));
    note(state, 'encrypted', 'true');
  } else if (path === 'VirtualBox/Machine/Hardware') state.hardwareLine ??= state.line;
  else if (path === 'VirtualBox/Machine/Hardware/Memory') note(state, 'ram', attribute('RAMSize'));
  else if (path === 'VirtualBox/Machine/Hardware/CPU') note(state, 'cpus', attribute('count') ?? '1');
  else if (/^VirtualBox\/Machine\/Hardware\/(?:CPU\/)?HardwareVirtEx$/.test(path)) {
    note(state, 'hardwareVirtualization', attribute('enabled'));
  } else if (path === 'VirtualBox/Machine/Hardware/GuestProperties/GuestProperty') {
    const key = attribute('name') ?? '';
    if (Object.hasOwn(properties, key)) note(state, properties[key] ?? '', attribute('value'));
  } else if (
    /^VirtualBox\/Machine\/(?:Hardware\/)?StorageControllers\/StorageController\/AttachedDevice$/.test(path)
  ) {
    note(state, attribute('type') === 'HardDisk' ? 'disk' : 'drive', attribute('type'));
  }
}

function note(state: SettingsState, key: string, value: string | undefined): void {
  if (value === undefined || state.found.has(key)) return;
  state.found.set(key, { value: keep(value), line: state.line });
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function settingsReading(state: SettingsState): Reading {
  if (state.refused !== null) return rejection(state.refused);
  if (!state.machineSeen) {
    if (state.globalSeen) {
      return rejection(
        'Este é o VirtualBox.xml, a lista de todas as máquinas. Entregue o .vbox que está na pasta da sua máquina virtual.',
      );
    }
    if (state.root === 'Envelope') {
      return rejection('Este é um .ovf, de uma máquina exportada. Entregue o .vbox da pasta da máquina.');
    }
    return rejection(
      state.root === 'VirtualBox'
        ? 'O arquivo está cortado antes da máquina (<Machine>). Entregue-o inteiro.'
        : 'O arquivo é XML, mas não é a configuração de uma máquina do VirtualBox (.vbox).',
    );
  }
  const get = (key: string): Noted => state.found.get(key) ?? nothing;
  const text = (slot: Noted): Fact<string> => fact(slot.value, slot.line);
  const number = (slot: Noted): Fact<number> =>
    fact(slot.value !== null && /^\d{1,9}$/.test(slot.value) ? Number(slot.value) : null, slot.line);
  const uuid = /^\{?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\}?$/i.exec(get('uuid').value ?? '');
  const written = get('vbox').value === null ? get('writtenBy') : get('vbox');
  const proof = get('product').value || get('release').value || get('additions').value;
  const proofLine = get('product').line ?? get('release').line ?? get('additions').line;
  // Only what differs from the default is written: one processor, unless the file ends before it could say.
  const cpus =
    get('cpus').value === null && state.hardwareLine !== null && state.machineEnded
      ? fact(1, state.hardwareLine)
      : number(get('cpus'));
  const encrypted = get('encrypted').value !== null;
  const cut = state.brokenLine !== null;
  return reading(
    'vbox-settings',
    {
      xml_version: text(get('version')),
      uuid: fact(uuid?.[1]?.toLowerCase() ?? null, get('uuid').line),
      nome: text(get('name')),
      os_type: text(get('type')),
      ram_mb: number(get('ram')),
      cpus,
      salva: encrypted ? fact<boolean>(null, null) : fact(get('saved').value !== null, get('machine').line),
      vbox: text(written),
      idioma: text(get('language')),
      guest_os: fact(get('product').value || null, get('product').line),
      ga: fact(get('additions').value || null, get('additions').line),
      bootou: fact(proof ? true : null, proofLine),
    },
    {
      more: {
        mudou_em: text(get('changed')),
        abortada: fact(get('aborted').value === 'true' ? true : null, get('aborted').line),
        disco: fact(get('disk').value === null ? null : true, get('disk').line),
        virtualizacao_pedida: fact(
          get('hardwareVirtualization').value === null
            ? null
            : get('hardwareVirtualization').value === 'true',
          get('hardwareVirtualization').line,
        ),
      },
      remark: encrypted
        ? 'A máquina está criptografada: do arquivo só se lê o identificador.'
        : cut
          ? `O XML está cortado ou estragado na linha ${state.brokenLine ?? 0}; foi lido o que vem antes.`
          : null,
    },
  );
}

// Settings file, showvminfo, list vms and metrics, in the forms of several versions.
import { describe, expect, it } from 'vitest';
import { factsObject } from './facts-line.ts';
import { readEvidence } from './read-evidence.ts';

const facts = (text: string) => factsObject('arquivo', readEvidence(new TextEncoder().encode(text)));
const UUID = '3f2a1b0c-5d4e-4f6a-8b7c-9d0e1f2a3b4c';

const settings = (machine: string, attributes = '', version = '1.19-linux') => `<?xml version="1.0"?>
<!--
** Written by VirtualBox 7.2.4 (r170995)
-->
<VirtualBox xmlns="http://www.virtualbox.org/" version="${version}">
  <Machine uuid="{${UUID.toUpperCase()}}" name="M&#xE1;quina &amp; cia" OSType="Debian_64" lastStateChange="2026-03-01T10:00:00Z"${attributes}>
    <Hardware>
${machine}
    </Hardware>
  </Machine>
</VirtualBox>
`;

describe('.vbox', () => {
  it('reads what was configured, entities decoded, one processor by default', () => {
    expect(facts(settings('      <Memory RAMSize="3072"/>'))).toEqual({
      arquivo: 'arquivo',
      formato: 'vbox-settings',
      rejeitar: false,
      motivo: null,
      xml_version: '1.19-linux',
      uuid: UUID,
      nome: 'Máquina & cia',
      os_type: 'Debian_64',
      ram_mb: 3072,
      cpus: 1,
      salva: false,
      vbox: '7.2.4',
      idioma: null,
      guest_os: null,
      ga: null,
      bootou: null,
    });
  });

  it('reads the machine’s own hardware, not that of its snapshots', () => {
    const snapshot = `<Snapshot uuid="{1}" name="antes"><Hardware><CPU count="8"/><Memory RAMSize="1"/>
      <GuestProperties><GuestProperty name="/VirtualBox/GuestInfo/OS/Product" value="Windows"/></GuestProperties></Hardware></Snapshot>`;
    const text = settings('<CPU count="2"/><Memory RAMSize="1024"/>', ' stateFile="Snapshots/x.sav"').replace(
      '<Hardware>',
      `${snapshot}<Hardware>`,
    );
    expect(facts(text)).toMatchObject({ cpus: 2, ram_mb: 1024, salva: true, guest_os: null, bootou: null });
  });

  it('takes the guest’s own properties as proof that it came up', () => {
    const property = (name: string, value: string) =>
      `<GuestProperty name="/VirtualBox/${name}" value="${value}" timestamp="1" flags=""/>`;
    const text = settings(`<Memory RAMSize="512"/><GuestProperties>
      ${property('HostInfo/GUI/LanguageID', 'pt_BR')}${property('HostInfo/VBoxVer', '6.1.38')}
      ${property('GuestInfo/OS/Product', 'Linux')}${property('GuestAdd/Version', '6.1.36')}
      ${property('GuestInfo/OS/LoggedInUsersList', 'fulana')}</GuestProperties>`);
    const read = facts(text);
    expect(read).toMatchObject({
      idioma: 'pt_BR',
      vbox: '6.1.38',
      guest_os: 'Linux',
      ga: '6.1.36',
      bootou: true,
    });
    expect(JSON.stringify(read)).not.toContain('fulana');
  });

  it('reads the older namespace and a file with a byte-order mark', () => {
    const old = settings('<Memory RAMSize="256"/>', '', '1.12-windows').replace(
      'http://www.virtualbox.org/',
      'http://www.innotek.de/VirtualBox-settings',
    );
    expect(facts(`\ufeff${old}`)).toMatchObject({
      formato: 'vbox-settings',
      xml_version: '1.12-windows',
      ram_mb: 256,
    });
  });

  it('keeps what comes before a cut, and does not invent the rest', () => {
    const whole = settings('<Memory RAMSize="2048"/>');
    const cut = facts(whole.slice(0, whole.indexOf('</Hardware>') - 5));
    expect(cut).toMatchObject({ rejeitar: false, ram_mb: 2048, cpus: null });
    expect(cut['motivo']).toContain('cortado');
  });

  it.each([
    ['entity expansion', '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'],
    ['external entity', '<!DOCTYPE x SYSTEM "file:///etc/passwd">'],
  ])('refuses a document type: %s', (_, type) => {
    const text = settings('<Memory RAMSize="2048"/>').replace('<VirtualBox', `${type}\n<VirtualBox`);
    expect(facts(text)).toMatchObject({
      formato: null,
      rejeitar: true,
      motivo: expect.stringContaining('DOCTYPE') as string,
    });
  });

  it.each([
    [
      '<?xml version="1.0"?><VirtualBox xmlns="http://www.virtualbox.org/" version="1.12-linux"><Global><MachineRegistry/></Global></VirtualBox>',
      'VirtualBox.xml',
    ],
    ['<?xml version="1.0"?><ovf:Envelope xmlns:ovf="x"><References/></ovf:Envelope>', '.ovf'],
    ['<!doctype html><html><body>VBox.log</body></html>', 'página'],
    ['<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', 'SVG'],
  ])('says what else it may be', (text, expected) => {
    expect(facts(text)).toMatchObject({
      rejeitar: true,
      motivo: expect.stringContaining(expected) as string,
    });
  });

  it('bounds the depth', () => {
    expect(facts(`<?xml version="1.0"?>${'<a>'.repeat(5000)}`)).toMatchObject({ rejeitar: true });
  });
});

const human52 = `Name:            Lab 1
Groups:          /
Guest OS:        Ubuntu (64-bit)
UUID:            ${UUID}
Config file:     /home/ana/VirtualBox VMs/Lab 1/Lab 1.vbox
Hardware UUID:   aaaaaaaa-5d4e-4f6a-8b7c-9d0e1f2a3b4c
Memory size:     2048MB
Number of CPUs:  2
Hardw. virt.ext: on
State:           running (since 2026-03-01T10:10:24.186000000)
Additions run level:                 2
Shared folders:
Name: 'troca', Host path: '/home/ana/troca' (machine mapping), writable
`;
const human70 = human52
  .replace('Memory size:     2048MB', 'Memory size                  4096MB')
  .replace('Hardw. virt.ext: on', 'Hardware Virtualization:     enabled')
  .replace(
    'running (since 2026-03-01T10:10:24.186000000)',
    'powered off (since 2026-03-01T10:10:24.186000000)',
  )
  .replace(/^Additions.*\n/m, '');
const machine70 = `name="Lab 1"
Encryption:     disabled
groups="/"
ostype="Debian (64-bit)"
UUID="${UUID}"
hardwareuuid="aaaaaaaa-5d4e-4f6a-8b7c-9d0e1f2a3b4c"
memory=1536
cpus=4
hwvirtex="on"
 rec_screen0
VMState="running"
BIOS NVRAM File="/x/Lab 1.nvram"
GuestAdditionsFacility_VirtualBox Base Driver=50,1458
vrdeproperty[TCP/Ports]=<not set>
VideoMode="720,400,0"@0,0 1
"SATA-0-0"="/x/name="z".vdi"
GuestAdditionsRunLevel=1
`;

describe('showvminfo', () => {
  it('reads the forms of 5.2, 7.0 and --machinereadable', () => {
    expect(facts(human52)).toEqual({
      arquivo: 'arquivo',
      formato: 'showvminfo',
      rejeitar: false,
      motivo: null,
      uuid: UUID,
      nome: 'Lab 1',
      ostype: 'Ubuntu (64-bit)',
      ram_mb: 2048,
      cpus: 2,
      estado: 'running',
      bootou: true,
    });
    expect(facts(human70)).toMatchObject({ ram_mb: 4096, estado: 'poweroff', bootou: null, cpus: 2 });
    expect(facts(machine70)).toMatchObject({
      nome: 'Lab 1',
      ostype: 'Debian (64-bit)',
      ram_mb: 1536,
      cpus: 4,
      estado: 'running',
      bootou: true,
      uuid: UUID,
    });
  });

  it('reads it as docker-machine or a tutorial shows it, in CRLF, in UTF-16', () => {
    expect(facts(machine70.replace(/^/gm, '(teste) DBG | '))).toMatchObject({ nome: 'Lab 1', ram_mb: 1536 });
    expect(facts(human70.replace(/^/gm, '    ').replaceAll('\n', '\r\n'))).toMatchObject({ ram_mb: 4096 });
    const wide = new Uint8Array(
      Uint16Array.from(`\ufeff${human52}`, (letter) => letter.charCodeAt(0)).buffer,
    );
    expect(factsObject('x', readEvidence(wide))).toMatchObject({ ram_mb: 2048, cpus: 2 });
  });

  it('says how many machines there are, and nothing of any, where there are two', () => {
    const both = facts(
      human52 + human70.replace('Lab 1', 'Lab 2').replace('UUID:            3f', 'UUID:            4f'),
    );
    expect(both).toMatchObject({ formato: 'showvminfo', vms: 2 });
    expect(both).not.toHaveProperty('uuid');
  });

  it.each([
    ['VMState="aborted"', 'aborted'],
    ['VMState="saved"', 'saved'],
    ['VMState="gurumeditation"', 'gurumeditation'],
  ])('reads the state %s', (line, expected) => {
    expect(facts(machine70.replace('VMState="running"', line))).toMatchObject({
      estado: expected,
      bootou: null,
    });
  });

  it('refuses the program’s error', () => {
    expect(facts("VBoxManage: error: Could not find a registered machine named 'Lab'\n")).toMatchObject({
      rejeitar: true,
    });
  });
});

describe('list vms', () => {
  it('counts machines whatever they are called', () => {
    const list = `"My {Weird} BBS" {${UUID}}\n"aspas " dentro" {${UUID.replace('3f', '4f')}}\r\n"<inaccessible>" {${UUID.replace('3f', '5f')}}\n`;
    expect(facts(list)).toMatchObject({ formato: 'list-vms', vms: 3 });
    expect(facts(`$ VBoxManage list vms\n"__proto__" {${UUID}}`)).toMatchObject({ vms: 1 });
  });
});

describe('metrics query', () => {
  const head = `Object          Metric                                   Values
--------------- ---------------------------------------- ------------------------`;
  it('reads averages, or else the last sample, and no zero for what was not measured', () => {
    const read = facts(`${head}
host            RAM/Usage/Used:avg                       4096000 kB
Lab com espaço  CPU/Load/User                            1.00%, 3.00%, 2.50%
Lab com espaço  CPU/Load/User:avg                        2.17%
Lab com espaço  CPU/Load/User:min                        1.00%
Lab com espaço  CPU/Load/Kernel                          7.00%, 9.00%
Lab com espaço  RAM/Usage/Used:avg                       1048576 kB
__proto__       CPU/Load/User:avg                        0.50%
__proto__       Guest/CPU/Load/User:avg
`);
    expect(read).toMatchObject({
      formato: 'metrics',
      host_ram_kb: 4096000,
      'Lab com espaço': { cpu_user: 2.17, cpu_kernel: 9, ram_kb: 1048576 },
    });
    expect(Object.hasOwn(read, '__proto__')).toBe(true);
    expect(JSON.parse(JSON.stringify(read))).toBeTypeOf('object');
  });

  it('refuses the list of metrics that exist', () => {
    const list =
      'Object          Metric               Unit Minimum    Maximum    Period     Count      Description\nhost            CPU/Load/User        %    0          100        0          0          x\n';
    expect(facts(list)).toMatchObject({
      rejeitar: true,
      motivo: expect.stringContaining('metrics query') as string,
    });
  });
});

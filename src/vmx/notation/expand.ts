// A Script written out as assembly that runs by itself: what vmx.inc assembles, line by line, and why each line is there.
import { baseName } from './guest-labels.ts';
import { GUEST_LETTERS, BUILT_IN_REGIONS } from './script.ts';
import type { Guest, Region, Script, Step } from './script.ts';
import type { PartRole } from '../program/session-types.ts';

/** One line of the expansion before it is assembled. */
export interface ExpandedLine {
  readonly text: string;
  readonly role: PartRole;
  /** Line of the .vmx, null for what no line stands for. */
  readonly sourceLine: number | null;
  readonly guest: string | null;
  /** Where words of the learner stand in `text` (1-based column) and in the source line. */
  readonly columns: readonly { readonly column: number; readonly sourceColumn: number }[];
}

const hex = (value: bigint | number): string => `0x${value.toString(16)}`;

/** Addresses where a revision can be stored without harm: aligned, inside RAM. */
function isStorable(region: Region): boolean {
  return (region.address & 0xfffn) === 0n && region.address < 0x400000n;
}

class Expander {
  private readonly script: Script;
  private readonly source: readonly string[];
  private readonly lines: ExpandedLine[] = [];
  /** Region name to the name of the first region with the same address: they are one VMCS. */
  private readonly slots = new Map<string, string>();

  constructor(script: Script, source: readonly string[]) {
    this.script = script;
    this.source = source;
    const byAddress = new Map<bigint, string>();
    for (const name of usedRegions(script)) {
      const address = this.region(name).address;
      const first = byAddress.get(address) ?? name;
      byAddress.set(address, first);
      this.slots.set(name, first);
    }
  }

  private region(name: string): Region {
    return this.script.regions.get(name) ?? { name, address: 0n, revision: null };
  }

  private slot(name: string): string {
    return this.slots.get(name) ?? name;
  }

  private put(
    text: string,
    role: PartRole,
    sourceLine: number | null = null,
    guest: string | null = null,
    columns: ExpandedLine['columns'] = [],
  ): void {
    this.lines.push({ text, role, sourceLine, guest, columns });
  }

  run(): ExpandedLine[] {
    this.put('; Expansão de um programa .vmx: o que a notação curta preenche está todo aqui.', 'prepare');
    this.put('%include "vmx.inc"', 'prepare');
    this.put('', 'prepare');
    this.put('inicio:', 'prepare');
    this.preparation();
    for (const step of this.script.steps) this.step(step);
    this.put('', 'finish');
    this.put('fim_do_programa:', 'finish');
    this.put('    termina', 'finish');
    if (this.script.fill) this.fillRoutines();
    for (const guest of this.script.guests) this.guest(guest);
    this.data();
    return this.lines;
  }

  private preparation(): void {
    const { prepare, guests } = this.script;
    // What is prepared is not the learner's doing: it leaves the flags as it found them.
    this.put('    pushfq', 'prepare');
    if (prepare.featureControl)
      this.put(
        '    liga_feature_control            ; IA32_FEATURE_CONTROL: trava e VMXON fora de SMX',
        'prepare',
      );
    if (prepare.vmxe) this.put('    liga_vmxe                       ; CR4.VMXE = 1', 'prepare');
    for (const name of usedRegions(this.script)) {
      const region = this.region(name);
      if (region.revision !== null) this.revision(region, region.revision, 'prepare', null);
      else if (prepare.revision && isStorable(region)) this.revision(region, 'right', 'prepare', null);
    }
    for (const { letter } of guests) {
      if (!hasMemory(letter)) continue;
      this.put(
        `    copia convidado_${letter}, ${baseName(letter)}, convidado_${letter}_limite - convidado_${letter}`,
        'prepare',
      );
    }
    this.put('    popfq', 'prepare');
  }

  private revision(region: Region, value: bigint | 'right', role: PartRole, line: number | null): void {
    this.put(`    mov rbx, ${hex(region.address)}             ; região ${region.name}`, role, line);
    if (value === 'right') this.put('    revisao_certa rbx               ; do MSR 480H', role, line);
    else this.put(`    mov dword [rbx], ${hex(value)}`, role, line);
  }

  private pointer(name: string): string {
    const region = this.region(name);
    if (BUILT_IN_REGIONS[name] !== region.address) return `p_regiao_${name}`;
    return `p_${name.toLowerCase()}`;
  }

  private step(step: Step): void {
    const { line } = step;
    const text = (this.source[line - 1] ?? '').trim();
    this.put('', 'line', line);
    this.put(
      `linha_${line}:${' '.repeat(Math.max(1, 28 - String(line).length))}; ${line}: ${text}`,
      'line',
      line,
    );
    const put = (code: string, role: PartRole = 'line'): void => this.put(`    ${code}`, role, line);
    const record = (what = '0'): void => put(`registra ${what}, ${line}`, 'record');
    switch (step.kind) {
      case 'region':
        put(`${step.instruction.toLowerCase()} [${this.pointer(step.region)}]`);
        record();
        if (step.instruction === 'VMXON') put('anota_vmxon', 'record');
        else put(`anota_${step.instruction.toLowerCase()} ${this.slot(step.region)}`, 'record');
        if (step.instruction === 'VMPTRLD' && this.script.fill && step.region !== 'VMXON')
          put(`preenche_uma_vez ${this.slot(step.region)}, preenche_${this.slot(step.region)}`, 'fill');
        return;
      case 'read':
        put(`mov rax, ${hex(step.encoding)}`);
        put('vmread rbx, rax');
        return record('VALOR');
      case 'write': {
        const before = '    mov rax, ';
        this.put(
          before + step.value.text,
          'line',
          line,
          null,
          step.value.columns.map(({ offset, column }) => ({
            column: before.length + offset + 1,
            sourceColumn: column,
          })),
        );
        put(`mov rdx, ${hex(step.encoding)}`);
        put('vmwrite rdx, rax');
        return record();
      }
      case 'vmxe':
        put('mov rax, cr4');
        put(step.value === 1 ? 'or rax, 0x2000' : 'and rax, ~0x2000');
        return put('mov cr4, rax');
      case 'feature-control':
        put('mov ecx, 0x3a');
        put(`mov eax, ${hex(step.value & 0xffff_ffffn)}`);
        put(`mov edx, ${hex(step.value >> 32n)}`);
        return put('wrmsr');
      case 'revision':
        return this.revision(this.region(step.region), step.value, 'line', line);
      case 'plain':
        return this.plain(step.instruction, line, put, record);
    }
  }

  private plain(
    instruction: string,
    line: number,
    put: (code: string, role?: PartRole) => void,
    record: (what?: string) => void,
  ): void {
    switch (instruction) {
      case 'VMLAUNCH':
      case 'VMRESUME':
        put(
          'cmp qword [vmx_corrente], 0     ; sem VMCS corrente, a própria instrução dirá o que falta',
          'record',
        );
        put(`je entra_${line}`, 'record');
        put(`grava HOST_RIP, saida_${line}`, 'host-rip');
        put('repoe_corrente', 'load-registers');
        this.put(`entra_${line}:`, 'line', line);
        put(instruction.toLowerCase());
        record();
        put(`jmp depois_${line}`, 'record');
        this.put(`saida_${line}:`, 'save-registers', line);
        put('guarda_corrente', 'save-registers');
        record('SAIDA');
        this.put(`depois_${line}:`, 'record', line);
        return;
      case 'VMPTRST':
        put('vmptrst [vmx_rascunho]');
        put('mov rbx, [vmx_rascunho]', 'record');
        return record('VALOR');
      case 'VMXOFF':
        put('vmxoff');
        record();
        return put('anota_vmxoff', 'record');
      case 'AVANCA':
        put('avanca');
        return record();
      default:
        put(instruction.toLowerCase());
        return record();
    }
  }

  private fillRoutines(): void {
    const done = new Set<string>();
    for (const step of this.script.steps) {
      if (step.kind !== 'region' || step.instruction !== 'VMPTRLD' || step.region === 'VMXON') continue;
      const slot = this.slot(step.region);
      if (done.has(slot)) continue;
      done.add(slot);
      const base = hasMemory(slot) ? baseName(slot) : baseName('A');
      this.put('', 'fill');
      this.put(`preenche_${slot}:`, 'fill');
      this.put(`    vmcs_campos ${base}`, 'fill');
      this.put(`    grava GUEST_RIP, ${baseName(slot)}`, 'fill');
      this.put('    ret', 'fill');
    }
  }

  private guest(guest: Guest): void {
    const { letter } = guest;
    const put = (text: string, line: number | null = null): void => this.put(text, 'guest', line, letter);
    put('');
    put('    align 8');
    put(`convidado_${letter}:`, guest.line);
    for (const { line, code } of guest.lines) {
      const trimmed = code.text.trimStart();
      const removed = code.text.length - trimmed.length;
      const indent = /^[^\s:]+:/.test(trimmed) ? '' : '    ';
      this.put(
        indent + trimmed,
        'guest',
        line,
        letter,
        code.columns.map(({ offset, column }) => ({
          column: offset - removed + indent.length + 1,
          sourceColumn: column,
        })),
      );
    }
    put(`convidado_${letter}_fim:                 ; se o convidado passar do fim: VMCALL para sempre`);
    put('    vmcall');
    put(`    jmp convidado_${letter}_fim`);
    put('    align 8');
    put(`convidado_${letter}_limite:`);
  }

  /** Pointers of regions at unusual addresses, and registers of machines that vmx.inc does not have. */
  private data(): void {
    const lines: string[] = [];
    for (const name of usedRegions(this.script)) {
      const region = this.region(name);
      if (BUILT_IN_REGIONS[name] !== region.address)
        lines.push(`p_regiao_${name}: dq ${hex(region.address)}`);
      if (!/^[ABCD]$/.test(name) && this.slot(name) === name && name !== 'VMXON')
        lines.push(`estado_${name}: dq 0`, `regs_${name}: vmx_regs_iniciais`);
    }
    // Only for experiments that give the VMXON region to VMCLEAR or VMPTRLD.
    const asVmcs = this.script.steps.some(
      (step) => step.kind === 'region' && step.instruction !== 'VMXON' && this.slot(step.region) === 'VMXON',
    );
    if (asVmcs) lines.push('estado_VMXON: dq 0', 'regs_VMXON: vmx_regs_iniciais');
    if (lines.length === 0) return;
    this.put('', 'prepare');
    this.put('section .data', 'prepare');
    for (const line of lines) this.put(line, 'prepare');
  }
}

export function hasMemory(letter: string): boolean {
  return (GUEST_LETTERS as readonly string[]).includes(letter);
}

/** Regions that some line or directive names, VMXON first when it is one of them. */
export function usedRegions(script: Script): string[] {
  const names = new Set<string>(['VMXON']);
  for (const step of script.steps)
    if (step.kind === 'region' || step.kind === 'revision') names.add(step.region);
  for (const region of script.regions.values()) {
    if (BUILT_IN_REGIONS[region.name] !== region.address || region.revision !== null) names.add(region.name);
  }
  const order = (name: string): string => (name === 'VMXON' ? ' ' : name);
  return [...names].sort((a, b) => (order(a) < order(b) ? -1 : 1));
}

/** The assembly of a program, one entry a line. `source`: the lines of the .vmx, for the comments. */
export function expandScript(script: Script, source: readonly string[]): ExpandedLine[] {
  return new Expander(script, source).run();
}

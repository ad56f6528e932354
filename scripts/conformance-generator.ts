// Programs made from a seed for the comparison with another implementation of VMX: sequences in the short notation,
// guests that leave in every way, broken entries, injected events, arithmetic in root.
import { arithmetic } from './conformance-arithmetic.ts';
import { Random } from './conformance-random.ts';

export interface GeneratedProgram {
  readonly name: string;
  /** File name with its notation's ending. */
  readonly file: string;
  readonly source: string;
}

/** Guest code that leaves or does not, without values that only the machine knows. */
const GUEST_CODE: readonly (readonly string[])[] = [
  ['cpuid'],
  ['vmcall'],
  ['hlt'],
  ['invd'],
  ['pause'],
  ['nop'],
  ['rdtsc', 'xor eax, eax', 'xor edx, edx'],
  ['mov ecx, 0x174', 'rdmsr'],
  ['mov ecx, 0x175', 'xor eax, eax', 'xor edx, edx', 'wrmsr'],
  ['mov ecx, 0xc0000080', 'rdmsr'],
  ['mov rax, cr0', 'mov cr0, rax'],
  ['mov rax, cr3', 'mov cr3, rax'],
  ['mov rax, cr4', 'mov cr4, rax'],
  ['mov rbx, 0x80010013', 'mov cr0, rbx'],
  ['mov rcx, dr7', 'mov dr7, rcx'],
  ['clts'],
  ['smsw eax', 'lmsw ax'],
  ['invlpg [0x1e000]'],
  ['int 0x21'],
  ['int 0x60'],
  ['int3'],
  ['ud2'],
  ['xor ecx, ecx', 'div ecx'],
  ['mov rax, [rsp - 0x400000]'],
  ['mov ds, sp'],
  ['out 0x80, al'],
  ['mov dx, 0x3f9', 'out dx, ax'],
  ['mov al, 46', 'out 0xe9, al'],
  ['rsm'],
  ['xsetbv'],
  ['vmxon [0x1e000]'],
  ['vmclear [0x1e000]'],
  ['vmptrld [0x1e000]'],
  ['vmptrst [0x1e000]'],
  ['vmlaunch'],
  ['vmresume'],
  ['vmxoff'],
  ['vmread [0x1e000], rax'],
  ['add rax, rbx', 'mov [0x206000], rax'],
  ['push rax', 'pop rbx'],
  ['mov ecx, 5', 'conta%: dec ecx', 'jnz conta%'],
  ['cli'],
  ['str ax', 'sgdt [0x206100]'],
];

function guestCode(random: Random, pieces: number): string[] {
  const lines: string[] = [];
  for (let i = 0; i < pieces; i++)
    for (const line of random.pick(GUEST_CODE)) lines.push(`    ${line.replaceAll('%', String(i))}`);
  return lines;
}

const READABLE = [
  'VMEXIT_REASON', 'EXIT_QUALIFICATION', 'GUEST_RIP', 'GUEST_RSP', 'GUEST_CS_SELECTOR', 'GUEST_CR0', 'HOST_CR4',
  'VM_INSTRUCTION_ERROR', 'PIN_BASED_CONTROLS', 'VMENTRY_CONTROLS', 'GUEST_CS_ACCESS_RIGHTS', 'VMCS_LINK_POINTER',
  '0x6c16', '0x0002', '0x5555', '0x2011', '0x10000681e',
]; // prettier-ignore

/** Fields that the manual lets software write at any time, with values that are or are not valid. */
const WRITABLE: readonly (readonly [string, readonly string[]])[] = [
  ['GUEST_RSP', ['0x204000', '0x204008', '0']],
  ['GUEST_RFLAGS', ['2', '0x202', '0', '0x8002', '0x20002', '0x8d7']],
  ['GUEST_CR0', ['0x80010033', '0x80010031', '0x33', '0x80000021', '0x60000031', '0x10033']],
  ['GUEST_CR3', ['0x1000', '0x7000', '0x10000001000', '0x1018']],
  ['GUEST_CR4', ['0x2020', '0x2030', '0x20', '0x2000', '0x82020']],
  ['GUEST_CS_SELECTOR', ['8', '9', '0xb', '0']],
  ['GUEST_SS_SELECTOR', ['0x10', '0x13', '0x14']],
  ['GUEST_CS_ACCESS_RIGHTS', ['0xa09b', '0xa093', '0xc09b', '0xa09d', '0xe09b', '0xa01b', '0x209b']],
  ['GUEST_DS_ACCESS_RIGHTS', ['0xc093', '0x10000', '0xc013', '0xc083', '0xc092']],
  ['GUEST_ES_LIMIT', ['0xffffffff', '0xfffff', '0x12345']],
  ['GUEST_TR_ACCESS_RIGHTS', ['0x8b', '0x89', '0x83', '0x1008b', '0x10000']],
  ['GUEST_TR_BASE', ['0x203800', '0x8000000000000000']],
  ['GUEST_LDTR_ACCESS_RIGHTS', ['0x10000', '0x82', '0x92']],
  ['GUEST_GDTR_LIMIT', ['0x47', '0x10047']],
  ['GUEST_IDTR_BASE', ['0x202000', '0x800000000000']],
  ['GUEST_DR7', ['0x400', '0x100000400']],
  ['GUEST_ACTIVITY_STATE', ['0', '4']],
  ['GUEST_INTERRUPTIBILITY_STATE', ['0', '1', '2', '3', '4', '0x10']],
  ['VMCS_LINK_POINTER', ['0xffffffffffffffff', '0x12001', '0x12000']],
  ['HOST_CR0', ['0x80010033', '0x80010032', '0x33']],
  ['HOST_CR4', ['0x2020', '0x20', '0x2000']],
  ['HOST_CR3', ['0x1000', '0x7000', '0x10000001000']],
  ['HOST_CS_SELECTOR', ['8', '0', '9', '0xc']],
  ['HOST_TR_SELECTOR', ['0x28', '0', '0x2b']],
  ['HOST_SS_SELECTOR', ['0x10', '0', '0x11']],
  ['HOST_FS_BASE', ['0x1f5000', '0x800000000000']],
  ['PIN_BASED_CONTROLS', ['0x16', '0', '0x17', '0x1e', '0x36', '0x56', '0x96']],
  ['PRIMARY_PROC_BASED_CONTROLS', ['0x401e1f2', '0', '0x401e172', '0x4006172', '0x401f1f2', '0x501e1f2', '0x441e1f2']],
  ['VMEXIT_CONTROLS', ['0x36fff', '0', '0x36dff', '0x36ffb', '0x3efff', '0x236fff']],
  ['VMENTRY_CONTROLS', ['0x13ff', '0', '0x11ff', '0x17ff', '0x1bff']],
  ['EXCEPTION_BITMAP', ['0', '0xffffffff', '0x40', '0x2008', '0x4000']],
  ['CR3_TARGET_COUNT', ['0', '1', '4', '5']],
  ['VMENTRY_MSR_LOAD_COUNT', ['0', '1']],
  ['IO_BITMAP_A_ADDR', ['0x16000', '0x16001', '0x10000016000']],
  ['MSR_BITMAP_ADDR', ['0x18000', '0x18800']],
  ['CR0_GUEST_HOST_MASK', ['0', '0x20', '0xffffffff']],
  ['CR0_READ_SHADOW', ['0', '0x80010033', '8']],
  ['CR4_GUEST_HOST_MASK', ['0', '0x2000', '0x7ff']],
  ['TSC_OFFSET', ['0', '0x1000']],
]; // prettier-ignore

/** A sequence of the ten instructions, biased to paths that go somewhere. */
function sequence(random: Random): string {
  const lines: string[] = [];
  const machines = random.pick([['A'], ['A'], ['A', 'B'], ['A', 'B', 'C'], ['A', 'D']]);
  if (random.chance(15))
    lines.push(
      random.pick(['preparar vmxe, revisao', 'preparar revisao', 'sem preenchimento', 'preparar nada']),
    );
  if (random.chance(92)) lines.push('VMXON');
  let current = '';
  for (let i = 4 + random.below(14); i > 0; i--) {
    const machine = random.pick(machines);
    if (random.chance(20))
      lines.push(
        random.pick([
          'VMXON', `VMCLEAR ${machine}`, `VMPTRLD ${machine}`, 'VMLAUNCH', 'VMRESUME', 'VMPTRST', 'AVANCA',
          `VMREAD ${random.pick(READABLE)}`, 'VMPTRLD VMXON', 'VMCLEAR VMXON',
        ]),
      ); // prettier-ignore
    else if (current === '') {
      lines.push(`VMCLEAR ${machine}`, `VMPTRLD ${machine}`);
      current = machine;
    } else {
      const [field, values] = random.pick(WRITABLE);
      lines.push(
        random.pick([
          'VMLAUNCH', 'VMRESUME', 'VMRESUME', 'AVANCA', `VMPTRLD ${machine}`, `VMREAD ${random.pick(READABLE)}`,
          random.chance(40) ? `VMWRITE ${field}, ${random.pick(values)}` : 'VMRESUME', 'VMPTRST',
        ]),
      ); // prettier-ignore
    }
  }
  if (random.chance(80)) {
    for (const machine of machines) lines.push(`VMCLEAR ${machine}`);
    lines.push('VMXOFF');
  }
  if (random.chance(10)) lines.push(random.pick(['VMXOFF', 'VMLAUNCH', 'VMPTRST', 'VMREAD VMEXIT_REASON']));
  for (const machine of machines) {
    if (machine === 'D') continue;
    if (random.chance(40))
      lines.push(
        `convidado ${machine}: ${random.pick(['pacato', 'curioso', 'tagarela', 'dorminhoco', 'quebrado'])}`,
      );
    else lines.push(`convidado ${machine}:`, ...guestCode(random, 2 + random.below(4)));
  }
  return lines.join('\n');
}

/** A small VMM that lets its guest leave some times. `fields`: what is written over the valid VMCS. */
function monitor(
  random: Random,
  fields: readonly string[],
  pieces: number,
  repair: readonly string[] = [],
): string {
  return `%include "vmx.inc"
inicio:
    liga_vmx
    vmxon [p_vmxon]
    registra 0, 1
    vmclear [p_a]
    vmptrld [p_a]
    vmcs_padrao convidado, saida
${fields.map((field) => `    grava ${field}`).join('\n')}
    registra 0, 2
tenta:
    repoe_regs A
    vmlaunch
    registra 0, 3
    jmp conserta
saida:
    guarda_regs A
    registra SAIDA, 4
    dec qword [voltas]
    jz fim
    le rbx, VMEXIT_REASON
    bt rbx, 31
    jc conserta
    le rbx, GUEST_RSP
    registra VALOR, 5
    le rbx, VMEXIT_REASON
    cmp rbx, 10
    jb fim
    avanca
    repoe_regs A
    vmresume
    registra 0, 6
    jmp fim
conserta:
    cmp qword [consertos], 0
    je fim
    dec qword [consertos]
${repair.map((field) => `    grava ${field}`).join('\n')}
    jmp tenta
fim:
    vmclear [p_a]
    registra 0, 7
    vmxoff
    registra 0, 8
    termina
    align 16
convidado:
    times 4 nop                     ; um evento de software injetado volta para depois do seu tamanho
${guestCode(random, pieces).join('\n')}
.l: vmcall
    jmp .l
section .data
voltas: dq ${4 + random.below(8)}
consertos: dq ${repair.length > 0 ? 1 : 0}
`;
}

const EXITING_BITS = [2, 3, 9, 11, 12, 19, 20, 23, 24, 25, 28, 30];

function exits(random: Random): string {
  const fields: string[] = [];
  if (random.chance(70)) {
    let controls = 0x401e1f2;
    for (let i = random.below(4); i > 0; i--) controls |= 1 << random.pick(EXITING_BITS);
    fields.push(`PRIMARY_PROC_BASED_CONTROLS, 0x${(controls >>> 0).toString(16)}`);
  }
  if (random.chance(40)) fields.push(`EXCEPTION_BITMAP, 0x${(random.below(1 << 19) & ~2).toString(16)}`);
  if (random.chance(30))
    fields.push(
      `CR0_GUEST_HOST_MASK, ${random.pick(['0x20', '8', '0xe0000030'])}`,
      `CR0_READ_SHADOW, ${random.pick(['0', '0x80010033', '0x60000010'])}`,
    );
  if (random.chance(20))
    fields.push('CR4_GUEST_HOST_MASK, 0x2000', `CR4_READ_SHADOW, ${random.pick(['0', '0x2000'])}`);
  if (random.chance(20))
    fields.push('CR3_TARGET_COUNT, 1', `CR3_TARGET_VALUE_0, ${random.pick(['0x1000', '0x7000'])}`);
  return monitor(random, fields, 3 + random.below(5));
}

function brokenEntry(random: Random): string {
  const fields: string[] = [];
  for (let i = 1 + random.below(2); i > 0; i--) {
    const [field, values] = random.pick(WRITABLE);
    fields.push(`${field}, ${random.pick(values)}`);
  }
  const repair = WRITABLE.filter(([name]) => fields.some((field) => field.startsWith(`${name},`))).map(
    ([name, values]) => `${name}, ${values[0] ?? '0'}`,
  );
  return monitor(random, fields, 2 + random.below(3), repair);
}

function injection(random: Random): string {
  const vector = random.pick([0, 1, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 14, 17, 19, 0x21, 0x30, 0x80, 255]);
  const withError = [8, 10, 11, 12, 13, 14, 17].includes(vector);
  const type = random.chance(85)
    ? vector >= 32 ? random.pick([0, 4]) : vector === 3 || vector === 4 ? random.pick([3, 6]) : 3
    : random.below(7); // prettier-ignore
  const deliver = withError && type === 3 ? 0x800 : 0;
  const information = (0x80000000 + deliver + type * 256 + vector).toString(16);
  const fields = [`VMENTRY_INTERRUPTION_INFO, 0x${information}`];
  if (deliver !== 0) fields.push(`VMENTRY_EXCEPTION_ERROR_CODE, ${random.pick(['0', '2', '0x18'])}`);
  if (type >= 4) fields.push(`VMENTRY_INSTRUCTION_LENGTH, ${random.pick(['1', '2', '3', '0'])}`);
  if (type === 0 && random.chance(80)) fields.push('GUEST_RFLAGS, 0x202');
  if (random.chance(15)) fields.push('GUEST_IDTR_LIMIT, 0x1f');
  return monitor(random, fields, 2 + random.below(3), [
    'VMENTRY_INTERRUPTION_INFO, 0',
    'GUEST_IDTR_LIMIT, 0xfff',
  ]);
}

/** `count` programs, the same for the same seed. */
export function generatePrograms(seed: number, count: number): GeneratedProgram[] {
  const kinds: readonly (readonly [string, string, (random: Random) => string])[] = [
    ['sequência', 'vmx', sequence],
    ['saídas', 'asm', exits],
    ['entrada', 'asm', brokenEntry],
    ['injeção', 'asm', injection],
    ['sequência', 'vmx', sequence],
    ['contas', 'asm', arithmetic],
    ['entrada', 'asm', brokenEntry],
  ];
  return Array.from({ length: count }, (_, i): GeneratedProgram => {
    const [kind, notation, make] = kinds[i % kinds.length]!;
    const random = new Random(Math.imul(seed, 0x9e3779b1) + i * 7919);
    return {
      name: `${kind} ${seed}/${i}`,
      file: `gerado-${seed}-${i}.${notation}`,
      source: `${make(random)}\n`,
    };
  });
}

// Names of the bits of controls and registers, as the manual writes them. Intel SDM vol. 3, 2.2.1, 2.3, 2.5, 24.4 to
// 24.8. Names of the manual stay in English, as in the course's lists of exit reasons.
import { exceptionText } from './exceptions.ts';

/** Bit number and name; bits without a name here are reserved or mean nothing alone. */
export type BitNames = readonly (readonly [bit: number, name: string])[];

const RFLAGS: BitNames = [
  [0, 'CF'],
  [2, 'PF'],
  [4, 'AF'],
  [6, 'ZF'],
  [7, 'SF'],
  [8, 'TF'],
  [9, 'IF'],
  [10, 'DF'],
  [11, 'OF'],
  [14, 'NT'],
  [16, 'RF'],
  [17, 'VM'],
  [18, 'AC'],
  [19, 'VIF'],
  [20, 'VIP'],
  [21, 'ID'],
];

const CR0: BitNames = [
  [0, 'PE'],
  [1, 'MP'],
  [2, 'EM'],
  [3, 'TS'],
  [4, 'ET'],
  [5, 'NE'],
  [16, 'WP'],
  [18, 'AM'],
  [29, 'NW'],
  [30, 'CD'],
  [31, 'PG'],
];

const CR4: BitNames = [
  [0, 'VME'],
  [1, 'PVI'],
  [2, 'TSD'],
  [3, 'DE'],
  [4, 'PSE'],
  [5, 'PAE'],
  [6, 'MCE'],
  [7, 'PGE'],
  [8, 'PCE'],
  [9, 'OSFXSR'],
  [10, 'OSXMMEXCPT'],
  [11, 'UMIP'],
  [13, 'VMXE'],
  [14, 'SMXE'],
  [16, 'FSGSBASE'],
  [17, 'PCIDE'],
  [18, 'OSXSAVE'],
  [20, 'SMEP'],
  [21, 'SMAP'],
];

const EFER: BitNames = [
  [0, 'SCE'],
  [8, 'LME'],
  [10, 'LMA'],
  [11, 'NXE'],
];

const ACCESS_RIGHTS: BitNames = [
  [4, 'S'],
  [7, 'P'],
  [12, 'AVL'],
  [13, 'L'],
  [14, 'D/B'],
  [15, 'G'],
  [16, 'inutilizável'],
];

const INTERRUPTIBILITY: BitNames = [
  [0, 'bloqueio por STI'],
  [1, 'bloqueio por MOV SS'],
  [2, 'bloqueio por SMI'],
  [3, 'bloqueio por NMI'],
];

const EVENT: BitNames = [
  [11, 'com código de erro'],
  [31, 'válido'],
];

const EXCEPTIONS: BitNames = Array.from({ length: 21 }, (_, vector) => vector)
  .filter((vector) => vector !== 2 && vector !== 9 && vector !== 15)
  .map((vector) => [vector, exceptionText(vector).mnemonic]);

const BY_FIELD: Readonly<Record<string, BitNames>> = {
  pin_based_controls: [
    [0, 'external-interrupt exiting'],
    [3, 'NMI exiting'],
    [5, 'virtual NMIs'],
    [6, 'activate VMX-preemption timer'],
    [7, 'process posted interrupts'],
  ],
  primary_proc_based_controls: [
    [2, 'interrupt-window exiting'],
    [3, 'use TSC offsetting'],
    [7, 'HLT exiting'],
    [9, 'INVLPG exiting'],
    [10, 'MWAIT exiting'],
    [11, 'RDPMC exiting'],
    [12, 'RDTSC exiting'],
    [15, 'CR3-load exiting'],
    [16, 'CR3-store exiting'],
    [19, 'CR8-load exiting'],
    [20, 'CR8-store exiting'],
    [21, 'use TPR shadow'],
    [22, 'NMI-window exiting'],
    [23, 'MOV-DR exiting'],
    [24, 'unconditional I/O exiting'],
    [25, 'use I/O bitmaps'],
    [27, 'monitor trap flag'],
    [28, 'use MSR bitmaps'],
    [29, 'MONITOR exiting'],
    [30, 'PAUSE exiting'],
    [31, 'activate secondary controls'],
  ],
  secondary_proc_based_controls: [
    [0, 'virtualize APIC accesses'],
    [1, 'enable EPT'],
    [2, 'descriptor-table exiting'],
    [3, 'enable RDTSCP'],
    [4, 'virtualize x2APIC mode'],
    [5, 'enable VPID'],
    [6, 'WBINVD exiting'],
    [7, 'unrestricted guest'],
    [8, 'APIC-register virtualization'],
    [9, 'virtual-interrupt delivery'],
    [10, 'PAUSE-loop exiting'],
    [11, 'RDRAND exiting'],
    [12, 'enable INVPCID'],
    [13, 'enable VM functions'],
    [14, 'VMCS shadowing'],
    [15, 'enable ENCLS exiting'],
    [16, 'RDSEED exiting'],
    [17, 'enable PML'],
    [18, 'EPT-violation #VE'],
    [20, 'enable XSAVES/XRSTORS'],
    [25, 'use TSC scaling'],
  ],
  vmexit_controls: [
    [2, 'save debug controls'],
    [9, 'host address-space size'],
    [12, 'load IA32_PERF_GLOBAL_CTRL'],
    [15, 'acknowledge interrupt on exit'],
    [18, 'save IA32_PAT'],
    [19, 'load IA32_PAT'],
    [20, 'save IA32_EFER'],
    [21, 'load IA32_EFER'],
    [22, 'save VMX-preemption timer value'],
    [23, 'clear IA32_BNDCFGS'],
  ],
  vmentry_controls: [
    [2, 'load debug controls'],
    [9, 'IA-32e mode guest'],
    [10, 'entry to SMM'],
    [11, 'deactivate dual-monitor treatment'],
    [13, 'load IA32_PERF_GLOBAL_CTRL'],
    [14, 'load IA32_PAT'],
    [15, 'load IA32_EFER'],
    [16, 'load IA32_BNDCFGS'],
  ],
  exception_bitmap: EXCEPTIONS,
  guest_interruptibility_state: INTERRUPTIBILITY,
  guest_pending_debug_exceptions: [
    [0, 'B0'],
    [1, 'B1'],
    [2, 'B2'],
    [3, 'B3'],
    [12, 'ponto de parada ativado'],
    [14, 'BS'],
  ],
  vmentry_interruption_info: EVENT,
  vmexit_interruption_info: EVENT,
  idt_vectoring_info: EVENT,
};

/** Names of the bits of a VMCS field or of a register (`cr0`, `rflags`, `efer`, ...); none where bits have no names. */
export function bitNames(name: string): BitNames {
  const own = BY_FIELD[name];
  if (own !== undefined) return own;
  if (/(?:^|_)cr0(?:_|$)/.test(name)) return CR0;
  if (/(?:^|_)cr4(?:_|$)/.test(name)) return CR4;
  if (/(?:^|_)rflags$/.test(name)) return RFLAGS;
  if (/(?:^|_)efer$/.test(name)) return EFER;
  return name.endsWith('_access_rights') ? ACCESS_RIGHTS : [];
}

/**
 * The bits of a mask in words: `NMI exiting (bit 3), bit 4`, `bits 1, 2 e 4`, `bits 63 a 47`. Those with a name come
 * first, each with its own; the nameless ones follow together. Empty where the mask is.
 */
export function bitsInWords(name: string, mask: bigint): string {
  const names = new Map(bitNames(name));
  const named: string[] = [];
  const nameless: string[] = [];
  const isNameless = (bit: number): boolean =>
    bit < 64 && ((mask >> BigInt(bit)) & 1n) === 1n && !names.has(bit);
  for (let bit = 0; bit < 64; bit++) {
    if (((mask >> BigInt(bit)) & 1n) === 0n) continue;
    const own = names.get(bit);
    if (own !== undefined) {
      named.push(`${own} (bit ${bit})`);
      continue;
    }
    const first = bit;
    while (isNameless(bit + 1)) bit += 1;
    if (bit > first + 1) nameless.push(`${bit} a ${first}`);
    else for (let one = first; one <= bit; one++) nameless.push(String(one));
  }
  const [only] = nameless;
  if (only === undefined) return named.join(', ');
  const numbers =
    nameless.length === 1 ? only : `${nameless.slice(0, -1).join(', ')} e ${nameless.at(-1) ?? ''}`;
  const word = nameless.length === 1 && /^\d+$/.test(only) ? 'bit' : 'bits';
  return [...named, `${word} ${numbers}`].join(', ');
}

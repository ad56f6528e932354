// The small catalogue of guests that a .vmx program can name, each a few instructions.

export interface CatalogueGuest {
  readonly name: string;
  /** Assembly, one instruction or label a line. */
  readonly lines: readonly string[];
}

const GREETING = 'Oi, VMM!\n';

export const GUEST_CATALOGUE: readonly CatalogueGuest[] = [
  { name: 'pacato', lines: ['de_novo:', 'vmcall', 'jmp de_novo'] },
  {
    name: 'curioso',
    lines: ['de_novo:', 'xor eax, eax', 'cpuid', 'rdtsc', 'mov ecx, 0x1b', 'rdmsr', 'jmp de_novo'],
  },
  {
    name: 'tagarela',
    lines: [
      'de_novo:',
      ...[...GREETING].flatMap((character) => [`mov al, ${character.charCodeAt(0)}`, 'out 0xe9, al']),
      'vmcall',
      'jmp de_novo',
    ],
  },
  { name: 'dorminhoco', lines: ['de_novo:', 'hlt', 'jmp de_novo'] },
  { name: 'teimoso', lines: ['de_novo:', 'inc rax', 'jmp de_novo'] },
  { name: 'quebrado', lines: ['de_novo:', 'ud2', 'jmp de_novo'] },
];

export const GUEST_NAMES: readonly string[] = GUEST_CATALOGUE.map((guest) => guest.name);

export function catalogueGuest(name: string): CatalogueGuest | undefined {
  return GUEST_CATALOGUE.find((guest) => guest.name === name.toLowerCase());
}

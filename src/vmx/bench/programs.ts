// The two programs of the benchmark: the same guest and host code that other implementations are measured with.
import { Machine } from '../machine.ts';
import type { ProfileName } from '../profiles/profile.ts';
import { PROGRAM } from '../ground/ground.ts';
import { DEFAULT_FIELDS, SYMBOLS } from '../ground/ground-data.ts';
import * as L from '../cpu/layout.ts';

const HOST_RIP = 0x6c16;
const GUEST_A = Number(SYMBOLS['guest_a']);
const COUNTER = 0x110000;
const EXIT_ROUTINE = 0x101000;

const le = (value: number, bytes: number): number[] =>
  Array.from({ length: bytes }, (_, i) => (value / 2 ** (8 * i)) & 0xff);

const vmxPointer = (prefix: number[], modrm: number, at: number): number[] => [
  ...prefix,
  0x0f,
  0xc7,
  modrm,
  0x25,
  ...le(at, 4),
];

/** Sets up VMX operation and a valid VMCS whose exits go to EXIT_ROUTINE, then launches. */
function setUp(machine: Machine, exitRoutine: number[], guest: number[]): void {
  const { cpu } = machine;
  const pointers = 0x111000;
  const words: [number, bigint][] = [
    [pointers, SYMBOLS['vmxon_a']!],
    [pointers + 8, SYMBOLS['vmcs_a']!],
  ];
  for (const [at, value] of words) cpu.view.setBigUint64(L.RAM + at, value, true);
  for (const region of ['vmxon_a', 'vmcs_a'])
    machine.load(Number(SYMBOLS[region]), Uint8Array.from(le(machine.profile.revision, 4)));
  const code = [
    0xb9, ...le(0x3a, 4), 0xb8, ...le(5, 4), 0x31, 0xd2, 0x0f, 0x30, // wrmsr 3AH, 5
    0xb8, ...le(0x2020, 4), 0x0f, 0x22, 0xe0, // mov cr4, 2020H
    ...vmxPointer([0xf3], 0x34, pointers),
    ...vmxPointer([0x66], 0x34, pointers + 8),
    ...vmxPointer([], 0x34, pointers + 8),
  ]; // prettier-ignore
  for (const [encoding, value] of DEFAULT_FIELDS['a/64']) {
    const written = encoding === HOST_RIP ? BigInt(EXIT_ROUTINE) : value;
    // mov ebx, encoding; mov rax, value; vmwrite rbx, rax
    code.push(0xbb, ...le(encoding, 4), 0x48, 0xb8);
    for (let i = 0n; i < 64n; i += 8n) code.push(Number((written >> i) & 0xffn));
    code.push(0x0f, 0x79, 0xd8);
  }
  code.push(0x0f, 0x01, 0xc2, 0xcd, 0x60);
  machine.load(PROGRAM, Uint8Array.from(code));
  machine.load(EXIT_ROUTINE, Uint8Array.from(exitRoutine));
  machine.load(GUEST_A, Uint8Array.from(guest));
}

/** Host: dec, jz, two mov, two vmread, add, vmwrite, vmresume. Guest: jmp, vmcall. `trips` entries and exits. */
export function roundTripProgram(trips: number, profile: ProfileName): Machine {
  const machine = new Machine({ profile });
  const exitRoutine = [
    0x48, 0xff, 0x0c, 0x25, ...le(COUNTER, 4), // dec qword [counter]
    0x74, 0x1b, // jz done
    0xbb, ...le(0x681e, 4), // mov ebx, guest_rip
    0xb9, ...le(0x440c, 4), // mov ecx, vmexit_instruction_length
    0x0f, 0x78, 0xd8, // vmread rax, rbx
    0x0f, 0x78, 0xca, // vmread rdx, rcx
    0x48, 0x01, 0xd0, // add rax, rdx
    0x0f, 0x79, 0xd8, // vmwrite rbx, rax
    0x0f, 0x01, 0xc3, // vmresume
    0xcd, 0x60, // it failed
    0xcd, 0x60, // done: int 60H
  ]; // prettier-ignore
  setUp(machine, exitRoutine, [0x0f, 0x01, 0xc1, 0xeb, 0xfb]);
  machine.cpu.view.setBigUint64(L.RAM + COUNTER, BigInt(trips), true);
  return machine;
}

/** Guest: mov ecx, n; dec ecx; jnz; vmcall. */
export function loopProgram(iterations: number, profile: ProfileName): Machine {
  const machine = new Machine({ profile });
  setUp(machine, [0xcd, 0x60], [0xb9, ...le(iterations, 4), 0xff, 0xc9, 0x75, 0xfc, 0x0f, 0x01, 0xc1]);
  return machine;
}

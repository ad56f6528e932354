// Generated programs that calculate in root, for the comparison with another implementation: registers and flags.
import type { Random } from './conformance-random.ts';

const REGISTERS = ['rax', 'rcx', 'rdx', 'rsi', 'rdi', 'r8', 'r9', 'r15'] as const;
const HALVES: Readonly<Record<string, readonly string[]>> = {
  rax: ['eax', 'ax', 'al'], rcx: ['ecx', 'cx', 'cl'], rdx: ['edx', 'dx', 'dl'], rsi: ['esi', 'si', 'sil'],
  rdi: ['edi', 'di', 'dil'], r8: ['r8d', 'r8w', 'r8b'], r9: ['r9d', 'r9w', 'r9b'], r15: ['r15d', 'r15w', 'r15b'],
}; // prettier-ignore

/** Arithmetic in root; every few instructions a register and the flags are told, the flags made defined first. */
export function arithmetic(random: Random): string {
  const lines = ['%include "vmx.inc"', 'inicio:'];
  for (const register of REGISTERS)
    lines.push(
      `    mov ${register}, 0x${BigInt.asUintN(64, (BigInt(random.below(2 ** 32)) << 32n) | BigInt(random.below(2 ** 32))).toString(16)}`,
    );
  const sized = (): [string, string] => {
    const [a, b] = [random.pick(REGISTERS), random.pick(REGISTERS)];
    const size = random.below(4);
    return size === 3 ? [a, b] : [HALVES[a]![size]!, HALVES[b]![size]!];
  };
  for (let n = 1; n <= 12 + random.below(12); n++) {
    const [a, b] = sized();
    const one = random.pick(REGISTERS);
    const other = random.pick(REGISTERS);
    const byte = HALVES[one]![2]!;
    switch (random.below(12)) {
      case 0:
      case 1:
      case 2:
        lines.push(`    ${random.pick(['add', 'adc', 'sub', 'sbb', 'cmp'])} ${a}, ${b}`);
        break;
      case 3:
        lines.push(`    ${random.pick(['inc', 'dec', 'neg'])} ${a}`);
        break;
      case 4:
        lines.push(`    ${random.pick(['and', 'or', 'xor', 'test'])} ${a}, ${b}`, `    cmp ${a}, ${b}`);
        break;
      case 5:
        lines.push(
          `    ${random.pick(['shl', 'shr', 'sar', 'rol', 'ror'])} ${a}, ${random.below(8)}`,
          `    cmp ${a}, 3`,
        );
        break;
      case 6:
        lines.push(`    ${random.pick(['mul', 'imul'])} ${one}`, `    sub ${one}, ${other}`);
        break;
      case 7:
        lines.push(`    imul ${one}, ${other}, ${random.below(1000) - 500}`, `    cmp ${one}, ${other}`);
        break;
      case 8:
        lines.push('    mov edx, 7', '    mov ecx, 0x9d3', '    div rcx', '    cmp rax, rdx');
        break;
      case 9:
        lines.push(
          `    cmp ${a}, ${b}`,
          `    set${random.pick(['c', 'z', 's', 'o', 'p', 'l', 'g', 'be', 'a', 'nz', 'ge', 'le'])} ${byte}`,
          `    cmov${random.pick(['c', 'nc', 'z', 's', 'o', 'l', 'a'])} ${one}, ${other}`,
        );
        break;
      case 10:
        lines.push(
          `    ${random.pick(['bt', 'bts', 'btr'])} ${one}, ${random.below(64)}`,
          `    adc ${one}, ${other}`,
        );
        break;
      default:
        lines.push(
          `    push ${one}`,
          `    ${random.pick(['movzx', 'movsx'])} ${other}, ${byte}`,
          `    pop ${one}`,
          `    mov [0x1e000 + ${random.below(64)}], ${a}`,
          `    add ${other}, [0x1e000 + ${random.below(56)}]`,
        );
    }
    lines.push(`    mov rbx, ${random.pick(REGISTERS)}`, `    registra VALOR, ${n}`);
  }
  if (random.chance(25))
    lines.push(
      `    ${random.pick(['ud2', 'xor ecx, ecx\n    div ecx', 'mov rax, [rsp - 0x400000]', 'mov cr4, rsp', 'int3', 'int 0x41', 'mov ds, sp', 'vmxoff'])}`,
    );
  lines.push('    escreve "pronto", 10', '    termina');
  return lines.join('\n');
}

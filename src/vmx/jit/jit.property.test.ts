// Compiled code leaves exactly the state that the interpreter leaves, whatever the loop, wherever the budget ends.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Machine } from '../machine.ts';
import { PROGRAM } from '../ground/ground.ts';
import { loopProgram, roundTripProgram } from '../bench/programs.ts';

const DATA = 0x110000;

/** Registers but RSP (4), RCX (the counter, 1) and RDI (the data pointer, 7). */
const register = fc.constantFrom(0, 2, 3, 5, 6, 8, 9, 10, 11, 12, 13, 14, 15);
const wide = fc.boolean();
const displacement = fc.integer({ min: -128, max: 127 });

const rex = (w: boolean, reg: number, rm: number): number =>
  0x40 | (w ? 8 : 0) | (reg > 7 ? 4 : 0) | (rm > 7 ? 1 : 0);
const modrm = (mod: number, reg: number, rm: number): number => (mod << 6) | ((reg & 7) << 3) | (rm & 7);
const le = (value: number, bytes: number): number[] =>
  Array.from({ length: bytes }, (_, i) => (value >> (8 * i)) & 0xff);

/** ADD OR AND SUB XOR CMP: opcode / 8. */
const aluOperation = fc.constantFrom(0, 1, 4, 5, 6, 7);

const instruction: fc.Arbitrary<number[]> = fc.oneof(
  fc.tuple(aluOperation, wide, register, register).map(([op, w, a, b]) => [rex(w, a, b), 8 * op + 1, modrm(3, a, b)]),
  fc.tuple(aluOperation, wide, register, displacement).map(([op, w, a, d]) => [rex(w, a, 7), 8 * op + 3, modrm(1, a, 7), d & 0xff]),
  fc.tuple(aluOperation, wide, register, displacement).map(([op, w, a, d]) => [rex(w, a, 7), 8 * op + 1, modrm(1, a, 7), d & 0xff]),
  fc.tuple(aluOperation, wide, register, fc.integer()).map(([op, w, a, v]) => [rex(w, 0, a), 0x81, modrm(3, op, a), ...le(v, 4)]),
  fc.tuple(wide, register, register).map(([w, a, b]) => [rex(w, a, b), 0x89, modrm(3, a, b)]),
  fc.tuple(wide, register, displacement).map(([w, a, d]) => [rex(w, a, 7), 0x89, modrm(1, a, 7), d & 0xff]),
  fc.tuple(wide, register, displacement).map(([w, a, d]) => [rex(w, a, 7), 0x8b, modrm(1, a, 7), d & 0xff]),
  fc.tuple(register, displacement).map(([a, d]) => [rex(false, a, 7), 0x88, modrm(1, a, 7), d & 0xff]),
  fc.tuple(wide, register, displacement).map(([w, a, d]) => [rex(w, a, 7), 0x0f, 0xb6, modrm(1, a, 7), d & 0xff]),
  fc.tuple(register, register).map(([a, b]) => [rex(true, a, b), 0x63, modrm(3, a, b)]),
  fc.tuple(wide, register, fc.constantFrom(0, 1)).map(([w, a, op]) => [rex(w, 0, a), 0xff, modrm(3, op, a)]),
  fc.tuple(wide, displacement, fc.constantFrom(0, 1)).map(([w, d, op]) => [rex(w, 0, 7), 0xff, modrm(1, op, 7), d & 0xff]),
  fc.tuple(wide, register, register).map(([w, a, b]) => [rex(w, a, b), 0x85, modrm(3, a, b)]),
  fc.tuple(wide, register).map(([w, a]) => [rex(w, 0, a), 0xf7, modrm(3, 2, a)]),
  fc.tuple(wide, register, displacement).map(([w, a, d]) => [rex(w, a, 7), 0x8d, modrm(1, a, 7), d & 0xff]),
  register.map((a) => [rex(false, 0, a), 0x50 | (a & 7), rex(false, 0, a), 0x58 | (a & 7)]),
  // Not compiled: what the interpreter does in between must fit.
  fc.tuple(wide, register, register).map(([w, a, b]) => [rex(w, a, b), 0x11, modrm(3, a, b)]),
  fc.tuple(wide, register, fc.integer({ min: 0, max: 63 })).map(([w, a, n]) => [rex(w, 0, a), 0xc1, modrm(3, 4, a), n]),
  fc.tuple(register, fc.integer({ min: 0, max: 15 })).map(([a, cc]) => [rex(false, 0, a), 0x0f, 0x90 + cc, modrm(3, 0, a)]),
  // A forward jump on any condition, over a MOV of seven bytes.
  fc.tuple(fc.integer({ min: 0, max: 15 }), register).map(([cc, a]) => [0x70 + cc, 7, rex(true, 0, a), 0xc7, modrm(3, 0, a), 1, 2, 3, 4]),
); // prettier-ignore

/** mov ecx, n; mov edi, DATA; L: body; dec ecx; jnz L; int 60H */
function program(body: number[][], iterations: number): number[] {
  const loop = [...body.flat(), 0xff, 0xc9, 0x0f, 0x85];
  const start = [0xb9, ...le(iterations, 4), 0xbf, ...le(DATA, 4)];
  return [...start, ...loop, ...le(-(loop.length + 4), 4), 0xcd, 0x60];
}

/** The machine's state, without the page flags, which only say what to look at again. */
function stateAfter(code: number[], budget: number, jit: boolean, registers: readonly bigint[]): Uint8Array {
  const machine = new Machine({ jit, ramBytes: 36 << 16 });
  machine.load(PROGRAM, Uint8Array.from(code));
  registers.forEach((value, i) => {
    if (i !== 4) machine.cpu.u64[i] = value;
  });
  machine.run(budget);
  compiledRegions += machine.cpu.jit?.compiled ?? 0;
  const { bytes } = machine.snapshot();
  bytes.fill(0, 8192, 65536);
  return bytes;
}

/** Regions compiled by all runs: the property must not hold only because nothing was compiled. */
let compiledRegions = 0;

const any64 = fc.bigInt({ min: 0n, max: (1n << 64n) - 1n });
const registers = fc.array(fc.oneof(any64, fc.constantFrom(0n, 1n, 0x7fffffffn, 0x80000000n, 0xffffffffn, 1n << 63n, (1n << 64n) - 1n)), { minLength: 16, maxLength: 16 }); // prettier-ignore

describe('the block compiler', () => {
  it('leaves the same state as the interpreter, for any loop and any budget', () => {
    fc.assert(
      fc.property(
        fc.array(instruction, { minLength: 1, maxLength: 9 }),
        registers,
        fc.integer({ min: 1, max: 4000 }),
        (body, values, budget) => {
          const code = program(body, 180);
          const compiled = stateAfter(code, budget, true, values);
          const interpreted = stateAfter(code, budget, false, values);
          expect(Buffer.compare(compiled, interpreted)).toBe(0);
        },
      ),
      { numRuns: Number(process.env['JIT_RUNS'] ?? 80) },
    );
    expect(compiledRegions).toBeGreaterThan(10);
  }, 120_000);

  it('compiles the loops of the benchmark', () => {
    const machine = loopProgram(100_000, 'penryn');
    machine.run(10_000_000);
    expect(machine.end?.reason).toBe('finished');
    expect(machine.cpu.jit?.compiled).toBeGreaterThan(0);
    expect(machine.readField('exit_reason')).toBe(18n);
  });

  it('counts steps exactly: guest and host, in one run or step by step', () => {
    const whole = roundTripProgram(300, 'penryn');
    const single = roundTripProgram(300, 'penryn');
    whole.run(1_000_000);
    while (single.step());
    expect(whole.steps).toBe(single.steps);
    expect(whole.register('rax')).toBe(single.register('rax'));
  });

  it('notices code that rewrites itself', () => {
    // mov ecx, 500; mov edx, 0; L: inc edx -> after 300 rounds the program turns it into dec edx; dec ecx; jnz L
    const code = [
      0xb9, ...le(500, 4), 0x31, 0xd2,
      0xff, 0xc2, // L: inc edx (at +7)
      0x81, 0xf9, ...le(200, 4), // cmp ecx, 200
      0x75, 0x08, // jne over
      0xc6, 0x04, 0x25, ...le(PROGRAM + 8, 4), 0xca, // mov byte [L+1], 0xca: dec edx
      0xff, 0xc9, 0x75, 0xea, // over: dec ecx; jnz L
      0xcd, 0x60,
    ]; // prettier-ignore
    const results = [true, false].map((jit) => {
      const machine = new Machine({ jit });
      machine.load(PROGRAM, Uint8Array.from(code));
      machine.run(100_000);
      return [machine.end?.reason, machine.register('rdx'), machine.steps];
    });
    expect(results[0]).toEqual(results[1]);
    expect(results[0]![0]).toBe('finished');
    expect(results[0]![1]).toBe(301n - 199n);
  });
});

// Any step can be gone to, from any point, and is exactly the same state as running there afresh.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Machine } from './machine.ts';
import { TimeTravel } from './time-travel.ts';
import { PROGRAM } from './ground/ground.ts';

/** mov ecx, N; L: inc qword [0x110000 + rcx*8]; push rcx; pop rax; dec ecx; jnz L; int 0x60 */
const counting = (n: number): Uint8Array =>
  Uint8Array.from([
    0xb9, n & 0xff, (n >> 8) & 0xff, (n >> 16) & 0xff, 0,
    0x48, 0xff, 0x04, 0xcd, 0, 0, 0x11, 0,
    0x51, 0x58, 0xff, 0xc9, 0x75, 0xf2,
    0xcd, 0x60,
  ]); // prettier-ignore

function machineWith(n: number): Machine {
  const machine = new Machine();
  machine.load(PROGRAM, counting(n));
  return machine;
}

/** State and memory without the page flags, which are no part of the machine's state. */
function stateOf(machine: Machine): Uint8Array {
  const { bytes } = machine.snapshot();
  bytes.fill(0, 8192, 65536);
  return bytes;
}

const equal = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

describe('time travel', () => {
  it('gives at any step the state of a fresh run, in any order of visits', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 6000 }), { minLength: 1, maxLength: 6 }), (visits) => {
        const machine = machineWith(2000);
        const travel = new TimeTravel(machine, { interval: 100, maxCheckpoints: 8 });
        for (const step of visits) {
          travel.goTo(step);
          const fresh = machineWith(2000);
          fresh.run(step);
          expect(machine.steps).toBe(fresh.steps);
          expect(equal(stateOf(machine), stateOf(fresh))).toBe(true);
        }
      }),
      { numRuns: 12 },
    );
  }, 120_000);

  it('keeps its memory bounded over a million steps, and still comes back exactly', () => {
    const machine = machineWith(250_000);
    const travel = new TimeTravel(machine, { interval: 64, maxCheckpoints: 16 });
    const middle = machineWith(250_000);
    middle.run(500_001);
    travel.run(1_000_000);
    expect(travel.step).toBe(1_000_000);
    expect(travel.size.checkpoints).toBeLessThanOrEqual(16);
    expect(travel.size.bytes).toBeLessThan(32 << 20);
    travel.goTo(500_001);
    expect(equal(stateOf(machine), stateOf(middle))).toBe(true);
    travel.goTo(0);
    expect(machine.register('rip')).toBe(BigInt(PROGRAM));
    travel.goTo(500_001);
    expect(equal(stateOf(machine), stateOf(middle))).toBe(true);
  }, 120_000);

  it('stops at the end of the program and refuses a step before the first', () => {
    const machine = machineWith(3);
    const travel = new TimeTravel(machine);
    expect(travel.goTo(1000)).toBe(false);
    expect(machine.end?.reason).toBe('finished');
    expect(travel.goTo(2)).toBe(true);
    expect(machine.end).toBeNull();
    expect(() => travel.goTo(-1)).toThrow(RangeError);
  });
});

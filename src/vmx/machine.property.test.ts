// Any sequence of operations keeps the architecture's invariants, and never throws.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CaseRunner } from './oracle/run-case.ts';
import type { CaseOp } from './oracle/case-format.ts';
import { Machine } from './machine.ts';
import { PROGRAM } from './ground/ground.ts';
import { FIELDS } from './fields/fields.ts';
import { SYMBOLS } from './ground/ground-data.ts';
import * as L from './cpu/layout.ts';

const pointer = fc.constantFrom(
  'vmxon_a',
  'vmcs_a',
  'vmcs_b',
  'zero',
  'misaligned',
  'beyond_width',
  'all_ones',
);
const region = fc.constantFrom('vmxon_a', 'vmcs_a', 'vmcs_b');
const encoding = fc.oneof(
  fc.constantFrom(...FIELDS.map((f) => f.encoding)),
  fc.integer({ min: 0, max: 0xffff }),
);
const value = fc.oneof(fc.constant(0n), fc.constant(1n), fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }));
const cpl = fc.constantFrom({}, {}, {}, { cpl: 3 });

/** Mostly legal paths, so that guests are entered, with anything mixed in. */
const operation: fc.Arbitrary<CaseOp> = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(fc.constantFrom('vmlaunch', 'vmresume'), cpl).map(([op, c]) => ({ op, ...c })) },
  { weight: 3, arbitrary: fc.tuple(fc.constantFrom('vmclear', 'vmptrld'), pointer, cpl).map(([op, ptr, c]) => ({ op, ptr, ...c })) },
  { weight: 2, arbitrary: fc.constantFrom('a', 'b').map((guest) => ({ op: 'load_defaults', guest })) },
  { weight: 1, arbitrary: fc.constantFrom('vmxoff', 'vmcall', 'vmptrst', 'advance_rip').map((op) => ({ op })) },
  { weight: 1, arbitrary: pointer.map((ptr) => ({ op: 'vmxon', ptr })) },
  { weight: 2, arbitrary: fc.tuple(encoding, value).map(([f, v]) => ({ op: 'vmwrite', field: `0x${f.toString(16)}`, val: `0x${v.toString(16)}` })) },
  { weight: 1, arbitrary: encoding.map((f) => ({ op: 'vmread', field: `0x${f.toString(16)}` })) },
  { weight: 1, arbitrary: region.map((r) => ({ op: 'write_rev', region: r, val: 43 })) },
); // prettier-ignore

const START: CaseOp[] = [
  { op: 'wrmsr', msr: '0x3a', val: '0x5' },
  { op: 'set_cr4', vmxe: 1 },
  ...['vmxon_a', 'vmcs_a', 'vmcs_b'].map((r) => ({ op: 'write_rev', region: r, val: 43 })),
  { op: 'vmxon', ptr: 'vmxon_a' },
  { op: 'vmclear', ptr: 'vmcs_a' },
  { op: 'vmptrld', ptr: 'vmcs_a' },
  { op: 'load_defaults', guest: 'a' },
];

const endOf = (machine: Machine): unknown => machine.end?.reason;

/** Ops that may change a launch state, and to what. */
const launchStates = (machine: Machine): Map<bigint, string> =>
  new Map(machine.regions().map(({ address, launchState }) => [address, launchState]));

describe('invariants over any sequence of operations', () => {
  it('one current VMCS at most, and only in VMX operation; launch states change as the manual says', () => {
    fc.assert(
      fc.property(fc.array(operation, { minLength: 1, maxLength: 25 }), (ops) => {
        const runner = new CaseRunner(
          { id: 'p', guests: { a: ['cpuid', 'nop'], b: ['hlt'] }, ops: START },
          'penryn',
        );
        runner.run();
        const { machine } = runner;
        for (const op of ops) {
          if (machine.end !== null) break;
          const before = launchStates(machine);
          const currentBefore = machine.currentVmcs;
          const result = runner.runOp(op);
          expect(machine.regions().filter(({ current }) => current).length).toBeLessThanOrEqual(1);
          if (machine.mode === 'outside') expect(machine.currentVmcs).toBeNull();
          // A guest that entered may also never report: its exit ended in a VMX abort, or nothing can wake it.
          const lost: unknown[] = ['vmx-abort', 'guest-asleep', 'budget'];
          const entered = (result !== null && 'exit' in result) || lost.includes(endOf(machine));
          const failed = result !== null && ('vmfail' in result || 'fault' in result);
          for (const [address, state] of launchStates(machine)) {
            const old = before.get(address);
            if (old === undefined || old === state) continue;
            if (state === 'launched')
              expect(op.op === 'vmlaunch' && entered && address === currentBefore).toBe(true);
            else expect(op.op === 'vmclear' && SYMBOLS[String(op['ptr'])] === address && !failed).toBe(true);
          }
        }
      }),
      { numRuns: 150 },
    );
  }, 120_000);

  it('a VMCS whose exit ends in a VMX abort was launched all the same', () => {
    const ops: CaseOp[] = [...START, { op: 'vmwrite', field: '0x4010', val: '0x1' }, { op: 'vmlaunch' }];
    const runner = new CaseRunner({ id: 'p', guests: { a: ['cpuid'] }, ops }, 'penryn');
    runner.run();
    expect(runner.machine.end?.reason).toBe('vmx-abort');
    expect(launchStates(runner.machine).get(0x12000n)).toBe('launched');
  });

  it('a VMX instruction that fails changes nothing but the flags and the error field', () => {
    fc.assert(
      fc.property(fc.array(operation, { minLength: 1, maxLength: 12 }), (ops) => {
        const runner = new CaseRunner(
          { id: 'p', guests: { a: ['cpuid'], b: ['hlt'] }, ops: START },
          'penryn',
        );
        runner.run();
        const { machine } = runner;
        for (const op of ops) {
          if (machine.end !== null) break;
          if (
            !['vmclear', 'vmptrld', 'vmxon', 'vmwrite', 'vmlaunch', 'vmresume'].includes(op.op) ||
            op['cpl'] === 3
          ) {
            runner.runOp(op);
            continue;
          }
          const regions = (): Uint8Array[] =>
            [0x10000, 0x12000, 0x13000].map((at) => machine.readMemory(at, 4096));
          const before = regions();
          const pointers = [machine.currentVmcs, machine.vmxonRegion, machine.mode];
          const result = runner.runOp(op);
          if (result === null || !('vmfail' in result)) continue;
          const after = regions();
          const errorField = FIELDS.find((f) => f.name === 'vm_instruction_error')!.offset;
          for (const list of [before, after])
            for (const bytes of list) bytes.fill(0, errorField, errorField + 8);
          expect(after).toEqual(before);
          expect([machine.currentVmcs, machine.vmxonRegion, machine.mode]).toEqual(pointers);
        }
      }),
      { numRuns: 150 },
    );
  }, 120_000);

  it('an exit loads exactly the host state', () => {
    const selector = fc.constantFrom(8n, 0x10n, 0x18n);
    fc.assert(
      fc.property(
        selector,
        selector,
        value,
        fc.constantFrom('cpuid', 'ud2', 'invd', 'vmcall'),
        (ds, fs, rsp, instruction) => {
          const hex = (v: bigint): string => `0x${v.toString(16)}`;
          const ops: CaseOp[] = [
            ...START,
            { op: 'vmwrite', field: 'host_ds_selector', val: hex(ds) },
            { op: 'vmwrite', field: 'host_fs_selector', val: hex(fs) },
            { op: 'vmwrite', field: 'host_rsp', val: hex(rsp) },
            { op: 'vmlaunch' },
          ];
          const runner = new CaseRunner({ id: 'p', guests: { a: [instruction] }, ops }, 'penryn');
          const result = runner.run().at(-1);
          const exit = result?.['exit'] as { host?: Record<string, string> };
          const host = exit.host ?? {};
          const expected: Record<string, string> = {};
          if (ds !== 0x10n) expected['ds'] = hex(ds);
          if (fs !== 0x10n) expected['fs'] = hex(fs);
          if (rsp !== 0xf000n) expected['rsp'] = hex(rsp);
          expect(host).toEqual(expected);
        },
      ),
      { numRuns: 40 },
    );
  }, 120_000);
});

describe('any bytes at all', () => {
  it('run, in root, to an end or to the budget, without an error of the simulator', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 64 }), fc.boolean(), (bytes, haswell) => {
        const machine = new Machine({ profile: haswell ? 'haswell' : 'penryn', ramBytes: 4 << 20 });
        machine.load(PROGRAM, bytes);
        const result = machine.run(200);
        expect(['ended', 'budget']).toContain(result.status);
      }),
      { numRuns: 300 },
    );
  }, 120_000);

  it('run as a guest of every mode, to an exit, to sleep or to the budget', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 48 }),
        fc.constantFrom('64', '32', 'v86'),
        (bytes, mode) => {
          const hexBytes = Buffer.from(bytes).toString('hex');
          const guests =
            mode === '64' ? { a: [['bytes', hexBytes]] } : { 32: { mode, prog: [['bytes', hexBytes]] } };
          const ops: CaseOp[] = [...START.slice(0, -1), { op: 'load_defaults', guest: 'a', mode }];
          const runner = new CaseRunner({ id: 'p', guests, ops }, 'penryn');
          runner.run();
          runner.budget = 300;
          const result = runner.runOp({ op: 'vmlaunch' });
          expect(result === null || 'exit' in result || 'never' in result || 'fl' in result).toBe(true);
          expect(runner.machine.cpu.i32[2 * L.VMX_MODE]).toBeGreaterThan(0);
        },
      ),
      { numRuns: 400 },
    );
  }, 120_000);
});

// Listing every check that does not hold, for people: the processor itself stops at the first.
import type { Cpu } from '../cpu/cpu.ts';
import { CHECK_GROUPS } from './all-checks.ts';
import { EntryView } from './entry-view.ts';
import { CONTROL_FAULTS } from './control-faults.ts';
import { GUEST_FAULTS } from './guest-faults.ts';
import { field } from '../fields/fields.ts';
import type { FailingCheck, FieldFault } from '../machine-types.ts';
import { CONTROLS, HOST } from './check.ts';

/** Identifiers of the failing checks of a group (0 controls, 1 host, 2 guest) of the current VMCS. */
export function failingOf(cpu: Cpu, group: number): string[] {
  const view = new EntryView(cpu);
  view.base = cpu.vmcs;
  return CHECK_GROUPS[group]!.filter((check) => !check.holds(view)).map((check) => check.id);
}

/** Every failing check of the VMCS region at word `base`, in architectural order. */
export function allFailing(cpu: Cpu, base: number): FailingCheck[] {
  const view = new EntryView(cpu);
  view.base = base;
  return CHECK_GROUPS.flatMap((group, index) =>
    group
      .filter((check) => !check.holds(view))
      .map((check) => ({
        id: check.id,
        section: check.section,
        fields: check.fields.map((name) => field(name).encoding),
        faults: faultsOf(view, check.id),
        consequence: index === CONTROLS ? 'error-7' : index === HOST ? 'error-8' : 'exit-33',
      })),
  );
}

/** The fields at fault, each once, its bits together. */
function faultsOf(view: EntryView, id: string): FieldFault[] {
  const found = new Map<number, FieldFault>();
  for (const fault of (CONTROL_FAULTS[id] ?? GUEST_FAULTS[id])?.(view) ?? []) {
    const { encoding } = field(fault.field);
    const before = found.get(encoding);
    const most = fault.most ?? before?.most;
    found.set(encoding, {
      encoding,
      ones: fault.ones | (before?.ones ?? 0n),
      zeros: fault.zeros | (before?.zeros ?? 0n),
      related: fault.related | (before?.related ?? 0n),
      ...(most === undefined ? {} : { most }),
    });
  }
  return [...found.values()];
}

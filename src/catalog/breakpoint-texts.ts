// Breakpoints in Portuguese: what each waits for, and what is said when a run stops at it.
import type { Breakpoint } from '../vmx/program/breakpoints.ts';
import { exitReason } from './exit-reasons.ts';

/** What it waits for: `saída de VM por CPUID (motivo 10)`. */
export function breakpointName(breakpoint: Breakpoint): string {
  switch (breakpoint.kind) {
    case 'line':
      return `linha ${breakpoint.line}`;
    case 'exit':
      return 'qualquer saída de VM';
    case 'exit-reason':
      return `saída por ${exitReason(breakpoint.reason).name} (motivo ${breakpoint.reason})`;
    case 'vmfail':
      return 'qualquer VMfail';
  }
}

/** Why a run stopped here, in one sentence. */
export function stoppedAt(reached: readonly Breakpoint[]): string {
  const line = reached.find((one) => one.kind === 'line');
  const others = reached.filter((one) => one.kind !== 'line');
  const said = [
    ...(line === undefined ? [] : [`antes da linha ${line.line}`]),
    ...(others.length === 0 ? [] : [`na parada marcada: ${others.map(breakpointName).join(' e ')}`]),
  ];
  return said.length === 0 ? '' : `Parei ${said.join(' e ')}.`;
}

// What a mix shows, in plain sentences; every number comes from src/exit-cost.
import { MIX_NAMES, OPERATION_NAMES, OPERATIONS_MANY, SYSTEM_NAMES } from '../../catalog/exit-cost-texts.ts';
import {
  breakEvenCount,
  breakEvenExit,
  compareSystems,
  COSTS_2006,
  EXAMPLE_MIXES,
  exitsOf,
  laterCosts,
  OPERATIONS,
  SYSTEMS,
  type Cost,
  type CostTable,
  type ExampleMix,
  type LaterExits,
  type Mix,
  type Operation,
  type Total,
} from '../../exit-cost/index.ts';
import { inPortuguese } from '../shared/controls.ts';

/** `later` null: the costs of 2006. */
export interface Setting {
  readonly mix: Mix;
  readonly later: LaterExits | null;
}

export const costsOf = ({ later }: Setting): CostTable => (later === null ? COSTS_2006 : laterCosts(later));

export const mixOf = (text: string | null | undefined): ExampleMix =>
  (Object.keys(EXAMPLE_MIXES) as ExampleMix[]).find((one) => one === text) ?? 'process-creation';

export const mixName = (name: ExampleMix): string => MIX_NAMES[name];

/** Cycles as the lesson writes them: "base + 2000", with a star where the number was worked out. */
export function costInWords({ cycles, plusBase, derived }: Cost): string {
  const star = derived ? '*' : '';
  if (!plusBase) return `${inPortuguese(cycles)}${star}`;
  return cycles === 0 ? `base${star}` : `base + ${inPortuguese(cycles)}${star}`;
}

/** A total; the unknown base of the system calls stays apart. */
export function totalInWords({ cycles, bases }: Total): string {
  return `${inPortuguese(cycles)}${bases > 0 ? ` + ${inPortuguese(bases)} × base` : ''}`;
}

/** The operation of the mix that weighs most in the difference; null in a mix without any. */
export function heaviest({ mix, later }: Setting): Operation | null {
  const costs = costsOf({ mix, later });
  const weight = (one: Operation): number =>
    Math.abs((mix.counts[one] ?? 0) * (costs[one].hardware.cycles - costs[one].software.cycles));
  const [first] = OPERATIONS.filter((one) => weight(one) > 0).sort((a, b) => weight(b) - weight(a));
  return first ?? null;
}

/** Who wins and by how much; at how many of the heaviest operation, or at what cost of an exit, it would turn. */
export function mixSentence(setting: Setting): string {
  const { mix, later } = setting;
  const costs = costsOf(setting);
  const { winner, difference, totals } = compareSystems(mix, costs);
  const when = later === null ? 'Em 2006' : 'Com estes custos';
  if (winner === 'tie') return `${when}, esta mistura dá empate: os dois monitores gastam os mesmos ciclos.`;
  const lead = `${when}, com esta mistura, ganha o ${SYSTEM_NAMES[winner]}: ${inPortuguese(Math.abs(difference))} ciclos a menos.`;
  const share = (100 * (totals[winner].cycles - totals.native.cycles)) / Math.max(1, totals.native.cycles);
  // Without the base of the system calls a share of the whole would be false.
  const slower =
    totals.native.bases > 0 || share < 0
      ? ''
      : ` Ele gasta ${inPortuguese(share, 1)}% a mais que o computador sem monitor.`;
  const operation = heaviest(setting);
  const count = operation === null ? null : breakEvenCount(mix, operation, costs);
  const turn =
    operation !== null && count !== null && count > 0
      ? ` O empate seria com cerca de ${inPortuguese(count)} ${OPERATIONS_MANY[operation]}.`
      : '';
  const exit = later === null ? null : breakEvenExit(mix, costs, (one) => exitsOf(one, later.nestedPaging));
  const cheap =
    exit === null
      ? ''
      : ` A VT ganha enquanto cada saída, com o trabalho do monitor, custar menos de ${inPortuguese(exit)} ciclos.`;
  return lead + slower + turn + cheap;
}

/** The rows of the table of costs. */
export const costRows = (costs: CostTable): string[][] =>
  OPERATIONS.map((operation) => {
    const row = costs[operation];
    const less = row.hardware.cycles - row.software.cycles;
    return [
      OPERATION_NAMES[operation],
      ...SYSTEMS.map((system) => costInWords(row[system])),
      less < 0 ? 'VT' : less > 0 ? 'software' : 'empate',
    ];
  });

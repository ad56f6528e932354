// What a criterion of a lab can look for in a run: each rule reads events and states, never the text of the program.
import type { Finding, Rule, RuleSettings } from './finding.ts';
import type { ProgramRun } from './program-run.ts';
import {
  answers,
  answersCpuid,
  faultsAtInstruction,
  injects,
  intercepts,
  letsThrough,
} from './rules-answers.ts';
import { advances, comesBack, enters, finishes, keepsRegisters, takesTurns } from './rules-guests.ts';
import { endsOutside, fails, nothingFails, succeeds } from './rules-instructions.ts';
import { clearedBeforeUse, givesBack, reads, readsAfterEachExit, states, survives } from './rules-vmcs.ts';

export type { Finding, RuleSettings } from './finding.ts';

const rules = {
  sucede: succeeds,
  falha: fails,
  'sem-falhas': nothingFails,
  'termina-fora': endsOutside,
  'vmclear-antes': clearedBeforeUse,
  devolve: givesBack,
  estados: states,
  le: reads,
  'le-a-cada-saida': readsAfterEachExit,
  sobrevive: survives,
  entra: enters,
  volta: comesBack,
  avanca: advances,
  conclui: finishes,
  reveza: takesTurns,
  conserva: keepsRegisters,
  responde: answers,
  'responde-cpuid': answersCpuid,
  intercepta: intercepts,
  'deixa-passar': letsThrough,
  injeta: injects,
  'na-falta': faultsAtInstruction,
} satisfies Record<string, Rule>;

export type RuleName = keyof typeof rules;
export const ruleNames = Object.keys(rules) as readonly RuleName[];

/** Applies a rule to one run. */
export function applyRule(name: RuleName, run: ProgramRun, settings: RuleSettings): Finding {
  return rules[name](run, settings);
}

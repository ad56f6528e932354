// Which settings each rule of a lab takes, so that a slip in `criterios.yaml` is told and not silently ignored.
import type { RuleSettings } from './finding.ts';
import type { RuleName } from './rules.ts';
import { fieldEncoding } from './rules-vmcs.ts';

interface Taken {
  readonly needs: readonly string[];
  readonly may?: readonly string[];
}

/** Stands for `maquina` or `maquinas`. */
const MACHINES = 'maquinas';
const OUTPUTS = ['eax', 'ebx', 'ecx', 'edx'];

const TAKEN: Readonly<Record<RuleName, Taken>> = {
  sucede: { needs: ['instrucao'], may: ['maquina', 'vezes'] },
  falha: { needs: ['numero'], may: ['instrucao', 'maquina', 'verificacoes'] },
  'sem-falhas': { needs: [], may: ['menos'] },
  'termina-fora': { needs: [] },
  'vmclear-antes': { needs: [MACHINES] },
  devolve: { needs: [] },
  estados: { needs: [MACHINES, 'estados'], may: ['seguidos'] },
  le: { needs: ['campo'], may: ['valor', 'maquina'] },
  'le-a-cada-saida': { needs: ['campo'] },
  sobrevive: { needs: [MACHINES, 'a'] },
  entra: { needs: [MACHINES], may: ['vezes', 'no-maximo'] },
  volta: { needs: [MACHINES] },
  avanca: { needs: [MACHINES], may: ['motivos'] },
  conclui: { needs: [MACHINES], may: ['fim', 'segue'] },
  reveza: { needs: [MACHINES], may: ['motivos', 'fim', 'segue'] },
  conserva: { needs: [MACHINES], may: ['livres'] },
  responde: { needs: [MACHINES, 'motivo'], may: ['rax', 'rbx', 'rcx', 'rdx'] },
  'responde-cpuid': {
    needs: [MACHINES],
    may: ['folha', 'exceto', ...OUTPUTS.flatMap((name) => [name, `liga-${name}`, `desliga-${name}`])],
  },
  intercepta: { needs: ['acesso'], may: ['numeros', 'exceto'] },
  'deixa-passar': { needs: ['acesso'], may: ['numeros', 'exceto'] },
  injeta: { needs: [MACHINES, 'vetor', 'depois'], may: ['codigo'] },
  'na-falta': { needs: [MACHINES] },
};

/** What a setting may be, where it is a word of a small set. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  acesso: ['porta', 'leitura-de-msr', 'escrita-de-msr'],
  a: ['VMCLEAR', 'VMPTRLD'],
  seguidos: ['sim'],
  instrucao: [
    'VMXON',
    'VMXOFF',
    'VMCLEAR',
    'VMPTRLD',
    'VMPTRST',
    'VMREAD',
    'VMWRITE',
    'VMLAUNCH',
    'VMRESUME',
  ],
  estados: ['inativa', 'ativa', 'corrente'].flatMap((name) =>
    ['clear', 'launched'].map((state) => `${name} ${state}`),
  ),
};

const NUMERIC = ['vezes', 'no-maximo', 'motivo', 'rax', 'rbx', 'rcx', 'rdx', 'verificacoes', 'numero', 'numeros', 'menos', 'motivos', 'fim', 'segue', 'folha', 'exceto', 'vetor', 'codigo', 'depois']; // prettier-ignore

/** What is wrong with a rule's settings, in Portuguese; null when nothing is. */
export function settingsProblem(rule: RuleName, settings: RuleSettings): string | null {
  const { needs, may = [] } = TAKEN[rule];
  const takes = (key: string): boolean =>
    needs.includes(key) || may.includes(key) || (key === 'maquina' && needs.includes(MACHINES));
  for (const [key, value] of Object.entries(settings)) {
    if (!takes(key))
      return `a regra “${rule}” não tem o ajuste “${key}”; tem ${[...needs, ...may].join(', ') || 'nenhum'}.`;
    const values = typeof value === 'object' ? value : [value];
    const words = WORDS[key];
    const odd = words && values.find((word) => !words.includes(String(word)));
    if (odd !== undefined) return `“${key}”: “${odd}” não serve; esperava ${words?.join(', ') ?? ''}.`;
    if (NUMERIC.includes(key) && values.some((number) => typeof number !== 'number'))
      return `“${key}” deve ser número.`;
    if (key === 'campo' && fieldEncoding(String(value)) === undefined)
      return `“campo”: “${String(value)}” não é campo da VMCS.`;
  }
  const absent = needs.find(
    (key) => settings[key] === undefined && !(key === MACHINES && settings['maquina'] !== undefined),
  );
  return absent === undefined ? null : `a regra “${rule}” precisa do ajuste “${absent}”.`;
}

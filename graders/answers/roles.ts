// Who is who in a comparison: "um cozinheiro só (o núcleo)", "o gerente, que é o Windows", "imagine três fornos iguais".
// A word that stands for another is read as itself and as what it stands for.

import { stem } from './stem.ts';

/** The course's words that somebody in a comparison may stand for. */
const ROLE =
  /^(processador(es)?|nucleos?|cores?|cpus?|chips?|vms?|hipervisor(es)?|hypervisor|vmm|monitor|sisop|windows|linux|threads?|tarefas?|processos?|programas?|memoria|cache|pilha|stack|heap|registradores|unidades|vcpus?|convidados?|hospedeiro|instrucoes|bloco|blocos|variaveis|funcao|funcoes)$/;
const DETERMINER =
  /^(o|a|os|as|um|uma|uns|umas|dois|duas|tres|quatro|cada|meu|minha|seu|sua|varios|varias|num|numa|do|da|dos|das|no|na|nos|nas|ao|pelo|pela|de|em|com|e|\d+)$/;
/** How far back the noun may stand from what names its role. */
const PHRASE = 4;

/** Opens a comparison. */
const COMPARING = new Set(
  'imagine imagina imaginemos pense pensa pensando pensemos suponha suponhamos supondo tipo comparando compara comparo comparar analogia parecido lembra metafora picture'.split(
    ' ',
  ),
);

/** Whom everyday comparisons put in the place of the course's things, when the answer does not say it. */
const USUAL: readonly (readonly [role: string, who: RegExp])[] = [
  [
    'processador',
    /^(forn(o|os|inho)|cozinheir[oa]s?|chefs?|caixas?|atendentes?|recepcionistas?|elevador(es)?|pedreiros?|funcionari[oa]s?|operari[oa]s?|padeir[oa]s?|garcon(s|etes)?|garcom|faixas?|pistas?|guiches?|fogao|fogoes|medic[oa]s?|professor(es|as?)|barbeiros?|trabalhador(es|as?)|robos?|entregador(es)?|motoristas?|impressoras?|balc(ao|oes)|salas?|mesas?|maos|cortador(es)?|costureiras?|tratores|onibus|bocas?|padarias?|pias?|ajudantes?|amigos?)$/,
  ],
  [
    'tarefa',
    /^(pedidos?|clientes?|fregues(es)?|pratos?|pizzas?|paes|loucas?|carros?|compras?|comandas?|encomendas?|pacientes?|passageiros?|receitas?|panelas?|servicos?|entregas?|caixotes?|mudanca|bolos?|roupas?)$/,
  ],
  [
    'vm',
    /^(lojas?|empresas?|apartamentos?|inquilin[oa]s?|morador(es|as)?|turmas?|escritorios?|familias?|restaurantes?)$/,
  ],
  [
    'vmm',
    /^(gerentes?|sindic[oa]|coordena(cao|dor|dora)|central|porteir[oa]|maitre|chefe|don[oa]|supervisor(a)?)$/,
  ],
];

/** The noun of the phrase that ends right before `at`: the word after its article or number; -1 when there is none. */
function headBefore(words: readonly string[], at: number): number {
  for (let i = at - 1; i >= Math.max(0, at - PHRASE); i--) {
    if (!/^\p{L}/u.test(words[i] ?? '')) return -1;
    if (DETERMINER.test(words[i - 1] ?? '') && !DETERMINER.test(words[i] ?? '')) return i;
  }
  return -1;
}

/** The role named within three words from `at`, without crossing a mark. */
function roleAfter(words: readonly string[], at: number): string | null {
  for (let i = at; i < at + 3; i++) {
    const word = words[i] ?? '';
    if (ROLE.test(word)) return word;
    if (!/^(o|a|os|as|um|uma|nosso|nossa|de|do|da|papel|seria|seriam|)$/.test(word)) return null;
  }
  return null;
}

/** The role right after an article: "a máquina é o núcleo", "os montes são os dois processadores". */
function afterArticle(words: readonly string[], at: number): string | null {
  return /^(o|a|os|as)$/.test(words[at] ?? '') ? roleAfter(words, at) : null;
}

/** Nouns of whom "é o ..." says what they are, and that stand for nothing. */
const HARDLY_COMPARED =
  /^(vantagem|beneficio|caracteristica|principal|resultado|motivo|razao|problema|objetivo|ideia|coisa|diferenca|conceito|hyperthreading|ht|vt|smp|tecnologia|paralelismo|virtualizacao|multiprocessamento|quem|que|isso|intel|amd|deles|ponto|papel|recurso|recursos|responsavel)$/;

/** What each word stands for besides itself; '' for nothing. One pass over the words and one over the roles found. */
export function readRoles(words: readonly string[]): readonly string[] {
  const roles = new Map<string, string>();
  let compares = false;
  const stands = (at: number, role: string | null) => {
    const word = words[at] ?? '';
    if (role !== null && word.length > 2 && !ROLE.test(word) && !roles.has(stem(word)))
      roles.set(stem(word), role);
  };
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? '';
    if (COMPARING.has(word) || (word === 'nem' && words[i - 1] === 'que')) compares = true;
    if ((word === 'sao' || word === 'eh') && !HARDLY_COMPARED.test(words[i - 1] ?? ''))
      stands(headBefore(words, i), afterArticle(words, i + 1));
    if (word === '(') stands(headBefore(words, i), roleAfter(words, i + 1));
    // "que é", "que seria", "que faz o papel de", "que representa".
    else if (
      word === 'que' &&
      /^(eh|e|seria|seriam|sao|representa|representam|faz|fazem|era)$/.test(words[i + 1] ?? '')
    ) {
      const role = roleAfter(words, i + 2);
      stands(headBefore(words, words[i - 1] === ',' ? i - 1 : i), role);
    } else if (/^(seria|representa|simboliza|faria)$/.test(word))
      stands(headBefore(words, i), roleAfter(words, i + 1));
  }
  const single = (at: number): boolean =>
    /^(um|uma|1)$/.test(words[at] ?? '') &&
    (words[at + 2] === 'soh' || (words[at + 2] === 'so' && words[at + 3] !== 'que'));
  const alone = words.some((_, at) => single(at));
  if (roles.size === 0 && !compares && !alone) return [];
  return words.map((word, at) => {
    // "um forno só": the only one.
    if (single(at)) return 'unico';
    if (roles.size === 0 && !compares) return '';
    if (word.length < 3 || ROLE.test(word)) return '';
    const said = roles.get(stem(word));
    if (said !== undefined) return said;
    return USUAL.find(([, who]) => who.test(word))?.[0] ?? '';
  });
}

// What an answer may be besides an answer: an order to the grader, a list of terms, another language, "não sei".

import { FINITE } from './clauses.ts';
import type { Token } from './words.ts';

const PORTUGUESE = new Set(
  'o os as um uma de do da dos das que em no na nos nas para por pelo pela com nao mais ao aos se ele ela isso este esta como mas ou quando entre sua seu e sao tem pode'.split(
    ' ',
  ),
);
const ENGLISH = new Set(
  'the of and to in is it that for on with are this be at by from an which can not one two has have its their than then if when so each same more only while was makes lets both because too they you them does also just very but between gets into hit'.split(
    ' ',
  ),
);

export type Language = 'pt' | 'en' | 'other';

/** Counts function words: English when they outnumber the Portuguese ones; `other` when an answer of some length has neither. */
export function language(words: readonly string[], known: (word: string) => boolean): Language {
  let portuguese = 0;
  let english = 0;
  let letters = 0;
  let familiar = 0;
  for (const word of words) {
    if (PORTUGUESE.has(word)) portuguese++;
    if (ENGLISH.has(word)) english++;
    if (word.length > 1) {
      letters++;
      if (known(word)) familiar++;
    }
  }
  if (english > portuguese && english >= 2) return 'en';
  if (letters >= 8 && portuguese === 0 && english === 0 && familiar * 3 < letters) return 'other';
  return 'pt';
}

const ADDRESSEE =
  /^(corretor(a|es)?|avaliador(a|es)?|examinador(a)?|grader|prompt|ia|chatbot|bot|llm|gpt|chatgpt|assistente|robo|algoritmo|instruc(ao|oes)|instructions?|professor(a)?|coordenacao|banca|sistema|system|assistant|prezado|evaluator|revisor)$/;
const COMMAND =
  /^(ignor(e|em|a|ar)|desconsider(e|a|ar)|esquec(a|er)|atribu(a|ir|i)|conced(a|er)|marqu(e|em)|devolv(a|er)|retorn(e|ar)|consider(e|ar)|aprov(e|ar|ada|ado|em)|coloqu(e|em)|ponha|lanc(e|ar)|registr(e|ar)|output|return|give|set|ignore|disregard|assign|mark|responda|pontue|avalie|classifi(que|car)|dar|de|da|mereco|merece|quero|preciso|conceder|validad(a|o)|valide|execut(e|ar)|imprim(a|ir)|print|award|grade)$/;
const GRADE =
  /^(nota|notas|pontuacao|score|grade|gabarito|pontos|maxim(a|o)|total|aprovad(a|o)|corret(a|o)|certa|full|marks|points|integral|integridade|criterios?|rubrica|avaliacao|10|100|validada)$/;
const STRONG_COMMAND =
  /^(ignor(e|em)|desconsider(e)|esqueca|atribua|conceda|marque|devolva|retorne|considere|aprove|coloque|lance|registre|output|return|ignore|disregard|assign|pontue|award|imprima|valide)$/;

/**
 * Marks the words of sentences that give orders about the grade. Such words neither earn nor cost anything.
 * `sentence` numbers the sentence of each token.
 */
export function orderedWords(
  tokens: readonly Token[],
  sentence: Int32Array,
): { readonly mask: Uint8Array; readonly any: boolean } {
  const mask = new Uint8Array(tokens.length);
  let any = false;
  let from = 0;
  while (from < tokens.length) {
    let to = from;
    while (to < tokens.length && sentence[to] === sentence[from]) to++;
    let addressee = 0;
    let command = 0;
    let strong = 0;
    let grade = 0;
    let first = -1;
    let opensWithGrade = false;
    for (let i = from; i < to; i++) {
      const word = tokens[i]?.word ?? '';
      const isAddressee =
        ADDRESSEE.test(word) &&
        !(word === 'sistema' && /^(operacional|operativo)/.test(tokens[i + 1]?.word ?? ''));
      const isGrade = GRADE.test(word);
      const weakCommand =
        COMMAND.test(word) &&
        (word !== 'de' && word !== 'da'
          ? true
          : /^(nota|a|o|pontuacao|10|100|total|pontos)$/.test(tokens[i + 1]?.word ?? ''));
      if (isAddressee) addressee++;
      if (isGrade) grade++;
      if (weakCommand) command++;
      if (STRONG_COMMAND.test(word)) strong++;
      if (
        (word === 'nota' || word === 'score' || word === 'pontuacao') &&
        (tokens[i + 1]?.word === ':' ||
          tokens[i + 1]?.word === '=' ||
          tokens[i + 1]?.kind === 'number' ||
          tokens[i + 1]?.word === 'maxima')
      )
        opensWithGrade = true;
      if ((isAddressee || isGrade || weakCommand) && first < 0) first = i;
    }
    const orders =
      (strong > 0 && (addressee > 0 || grade > 0)) ||
      (addressee > 0 && grade > 0 && command > 0) ||
      (grade >= 2 && command > 0) ||
      opensWithGrade ||
      (addressee > 0 && grade >= 2);
    if (orders) {
      any = true;
      // The part before the order, up to the last mark, may be an answer.
      let start = first;
      while (start > from && tokens[start - 1]?.kind !== 'mark') start--;
      for (let i = start; i < to; i++) mask[i] = 1;
    }
    from = to;
  }
  return { mask, any };
}

const LINKING = new Set(
  'eh o a os as um uma de do da dos das em no na nos nas num numa ao pelo que para por pelo pela pelos pelas mais menos com como se ao aos ou mas quando cada entre porque pois entao sem nao the of to in is that for with as by from it its their which'.split(
    ' ',
  ),
);

/** Words between two marks, on average, up to which they are terms and no notes. */
const LIST_STRETCH = 2.3;

/**
 * Whether the answer is a bare list of terms: several words of the subject and hardly anything that ties them together
 * (articles, prepositions, finite verbs, quantities, arrows, "termo: explicação").
 */
export function isTermList(
  tokens: readonly Token[],
  words: readonly string[],
  aside: Uint8Array,
  known: (index: number) => boolean,
): boolean {
  let content = 0;
  let terms = 0;
  let ties = 0;
  let total = 0;
  let separators = 0;
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i];
    const word = words[i] ?? '';
    if (!token || aside[i] === 1) continue;
    if (token.kind === 'mark') {
      if (word === '->' || word === '=') ties += 2;
      else if (word === ':') ties += 1;
      else if (word === ',' || word === ';' || word === '/' || word === '\n' || word === '–') separators++;
      continue;
    }
    if (word === '') continue;
    total++;
    if (token.kind === 'number') {
      ties++;
      continue;
    }
    if (LINKING.has(word)) ties++;
    else if (
      FINITE.has(word) ||
      (word.length > 5 && /(am|[^g]em|ando|endo|indo)$/.test(word) && !/^(ordem|nuvem|margem)$/.test(word)) ||
      word.endsWith('ndo')
    )
      ties += word === 'e' || word === 'da' ? 0.5 : 1.5;
    else {
      content++;
      if (known(i)) terms++;
    }
  }
  if (content < 5 || terms < 3) return false;
  // Terms between commas, each on its own; or nothing but terms in a row. Longer stretches are notes that relate them.
  const stretch = total / (separators + 1);
  return separators >= 3
    ? stretch <= LIST_STRETCH && ties <= 1 + total * 0.15
    : separators === 0 && ties === 0;
}

const DONT_KNOW = new Set(
  'nao sei nem ideia sei la faco minima desconheco lembro estudei esqueci professor prof desculpa desculpe pulei branco passo x nada responder resposta sem essa parte dessa desta disso a o da de do que eu ainda ninguem explicou faltei aula nessa nesse dia isso pular proxima questao dunno idk dont know i no idea kkk kk rs tenho me vi ver materia li texto ? mesmo'.split(
    ' ',
  ),
);

/** "não sei", "...", "x": nothing but the words one says when there is no answer. */
export function isNoAnswer(words: readonly string[]): boolean {
  const said = words.filter((word) => word !== '' && /[\p{L}\p{N}]/u.test(word));
  if (said.length === 0) return true;
  if (said.length > 16) return false;
  return said.every((word) => DONT_KNOW.has(word) || /^k+$/.test(word));
}

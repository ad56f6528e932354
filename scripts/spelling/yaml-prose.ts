// The prose of YAML: the values of the keys that hold text, not identifiers, patterns or programs.
import { isMap, isScalar, isSeq, LineCounter, parseAllDocuments, type Node } from 'yaml';
import { blank, byLine, isProse, type Piece } from './prose.ts';

/** Keys of data files whose values a learner or a teacher reads. A list under one of them is read too. */
const DATA = keys(
  'titulo termo texto assunto descricao resumo dicas dica como rotulo mensagem pergunta nome falta elogio ' +
    'resposta_modelo observacoes',
);
/** Keys of the front matter of a lesson, a guide and an instruction. */
export const FRONT_MATTER = keys(
  'titulo descricao objetivos texto resumo operandos antes quando flags naoRoot secao',
);
/** Quoted titles of works in a source: in their own language. */
const QUOTED = /“[^”]*”/g;

function keys(names: string): ReadonlySet<string> {
  return new Set(names.split(' '));
}

export function yamlProse(source: string, first = 1, shown: ReadonlySet<string> = DATA): Piece[] {
  const counter = new LineCounter();
  const pieces: Piece[] = [];
  const walk = (node: Node | null, key: string): void => {
    if (isMap(node)) {
      for (const { key: name, value } of node.items) walk(value as Node | null, String(name));
    } else if (isSeq(node)) {
      for (const item of node.items) walk(item as Node | null, key);
    } else if (isScalar(node) && typeof node.value === 'string' && shown.has(key) && isProse(node.value)) {
      const [start = 0, end = start] = node.range ?? [];
      // The source and not the value: a folded text keeps its lines.
      const raw = source.slice(start, end).replace(QUOTED, blank);
      const code = /`[^`]*`/g;
      pieces.push(...byLine(raw.replace(code, ' '), first + counter.linePos(start).line - 1));
    }
  };
  for (const document of parseAllDocuments(source, { lineCounter: counter })) {
    if (!('contents' in document)) continue;
    walk(document.contents, '');
  }
  return pieces;
}

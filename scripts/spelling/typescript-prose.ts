// The prose of TypeScript: its strings with more than one word. What a template puts in stands as a digit, so that the
// word it belongs to is not judged.
import ts from 'typescript';
import { isProse, type Piece } from './prose.ts';

const HOLE = '0';

export function typescriptProse(source: string, first = 1): Piece[] {
  const file = ts.createSourceFile('source.ts', source, ts.ScriptTarget.Latest, true);
  const pieces: Piece[] = [];
  const add = (node: ts.Node, text: string): void => {
    const line = file.getLineAndCharacterOfPosition(node.getStart(file)).line;
    // Code in back quotes and tags are not words.
    const words = text.replace(/`[^`]*`|<[^>]*>/g, ' ');
    if (isProse(words)) pieces.push({ line: first + line, text: words });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isTaggedTemplateExpression(node))
      return;
    // Errors for whoever writes the course are in English, like the code.
    if (ts.isThrowStatement(node)) return;
    if (ts.isStringLiteralLike(node)) add(node, node.text);
    else if (ts.isTemplateExpression(node)) {
      add(node, node.head.text + node.templateSpans.map(({ literal }) => HOLE + literal.text).join(''));
      for (const { expression } of node.templateSpans) visit(expression);
    } else ts.forEachChild(node, visit);
  };
  visit(file);
  return pieces;
}

// The course has no word that neither the dictionary nor its vocabulary knows; and a wrong one is found, wherever it is.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { courseSpeller, filesRead, misspellings } from './spelling.ts';
import { proseOf } from './spelling/prose.ts';
import { loadSpeller, readVocabulary, type Speller } from './spelling/speller.ts';
import { isRight, wordsOf } from './spelling/words.ts';

let speller: Speller;
beforeAll(async () => {
  speller = await courseSpeller();
});
afterAll(() => {
  speller.dispose();
});

const wrong = (path: string, source: string) =>
  speller.check(proseOf(path, source)).map(({ line, word }) => `${line}:${word}`);

it('finds nothing in the course', () => {
  const files = filesRead();
  expect(files).toEqual(
    expect.arrayContaining(['content/glossario.yaml', 'content/licoes/06-ciclo-de-vida.mdx']),
  );
  expect(files).toEqual(expect.arrayContaining(['src/pages/index.astro', 'src/catalog/exceptions.ts']));
  expect(files).toEqual(expect.arrayContaining(['exercises/vmx/01-entrar-e-sair/enunciado.mdx']));
  expect(misspellings(speller, files)).toEqual([]);
});

describe('a wrong word', () => {
  it('in a lesson is found with its line: front matter, text, attribute, table', () => {
    const lesson = [
      '---',
      'titulo: A entrada e a saida do convidado',
      'fontes:',
      '  - id: x',
      '    texto: M. Silva, “An Englsh Title”, sobre a memoria do convidado.',
      '---',
      "import Figura from '../Figura.astro';",
      '',
      'O processador `execta` o *guestt* e **voltta** ao [monitor](/licoes/errrado/).',
      '<Pergunta texto="Quem decide a trocca?">',
      '',
      '| Campo | Siginifcado |',
      '| --- | --- |',
      '',
      '```vmx',
      'VMXONN ; comentário erradoo',
      '```',
    ].join('\n');
    expect(wrong('content/licoes/x.mdx', lesson)).toEqual([
      '2:saida',
      '5:memoria',
      '9:voltta',
      '10:trocca',
      '12:Siginifcado',
    ]);
  });

  it('in data is found, in the values that are text', () => {
    const data = [
      'id: errrado',
      'termo: monitr',
      'texto: >-',
      '  Uma linha certa.',
      '  Uma linha erraada.',
      'dicas:',
      '  - Rode de nvo.',
    ].join('\n');
    expect(wrong('content/glossario.yaml', data)).toEqual(['5:erraada', '7:nvo']);
  });

  it('in a page is found: script, text, attribute, expression, nested element', () => {
    const page = [
      '---',
      "import X from './errrado.ts';",
      "const nota = 'Uma nota erraada.';",
      'throw new Error(`An Englsh message for ${whoever} writes`);',
      '---',
      '<X titulo="O titullo" class="erraada clase">',
      '  <p>Um texto <b>certo</b> e <i lang="en">Englsh</i> e outro <code>errrado</code>, {n} vezees.</p>',
      '  {list.map((one) => (',
      "    <li>{one > 2 ? 'mais que dois itms' : <b>Nehnum</b>}</li>",
      '  ))}',
      '</X>',
      '<style>',
      '  .erraada { color: red; }',
      '</style>',
    ].join('\n');
    expect(wrong('src/pages/x.astro', page)).toEqual([
      '3:erraada',
      '6:titullo',
      '7:vezees',
      '9:itms',
      '9:Nehnum',
    ]);
  });

  it('in a message is found, and what a template puts in is not judged', () => {
    const code = [
      "import { x } from './errrado e outro.ts';",
      'const found = `A linha ${n}ª do arquvo tem ${n} palavra${plural}.`;',
      "const code = 'vm-entry-fail';",
    ].join('\n');
    expect(wrong('src/catalog/x.ts', code)).toEqual(['2:arquvo']);
    expect(wrong('src/widgets/x.ts', `const css = 'display flex with grid';`)).toEqual([]);
    expect(wrong('src/widgets/x.ts', `const told = 'O valor do campo não é válidoo';`)).toEqual([
      '1:válidoo',
    ]);
  });

  it('gets suggestions', () => {
    expect(speller.suggestions('virtualisação')).toContain('virtualização');
  });
});

describe('words', () => {
  it('are letters: no numbers, acronyms, files, addresses', () => {
    expect(wordsOf('A VMCS de 4 KiB, CR0.PE e VM-exit; veja https://x.org/y e disco.img, já/não.')).toEqual([
      'de',
      'KiB',
      'VM-exit',
      'veja',
      'já',
      'não',
    ]);
  });

  it('with a pronoun are judged by the verb', () => {
    const known = (word: string) => ['mover', 'abrir', 'diz', 'pôr', 'faça'].includes(word);
    for (const right of ['movê-lo', 'abri-las', 'diz-se', 'pô-la', 'faça-a'])
      expect(isRight(right, known)).toBe(true);
    for (const bad of ['movvê-lo', 'dizz-se', 'x-y-zebra']) expect(isRight(bad, known)).toBe(false);
  });
});

it('the vocabulary has words and phrases, and a phrase does not let its words through alone', async () => {
  const vocabulary = readVocabulary(
    '# título\nfoobar, bazqux # nota\n!memoria\n\nSoftware Englsh Manual\n“qwzx:\n',
  );
  expect(vocabulary).toEqual({
    words: ['foobar', 'bazqux'],
    slips: ['memoria'],
    phrases: ['Software Englsh Manual', '“qwzx:'],
  });
  const own = await loadSpeller(vocabulary);
  const check = (text: string) => own.check([{ line: 1, text }]).map(({ word }) => word);
  expect(check('O Foobar e o bazqux, no Software Englsh Manual; “qwzx: sim”.')).toEqual([]);
  expect(check('O Englsh e o qwzx, na Memoria.')).toEqual(['Englsh', 'qwzx', 'Memoria']);
  own.dispose();
});

it('a kind of file without a reader is refused', () => {
  expect(() => proseOf('content/x.txt', 'Texto')).toThrow('content/x.txt');
});

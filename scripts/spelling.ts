// `npm run spelling [-- FILE...]`: checks the Portuguese of the course. Prints FILE:LINE: word, with suggestions; exit 1
// if there is any. Words that the dictionary lacks: content/vocabulario.txt.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { proseOf } from './spelling/prose.ts';
import { loadSpeller, readVocabulary, type Misspelling, type Speller } from './spelling/speller.ts';

const root = join(import.meta.dirname, '..');
export const VOCABULARY = 'content/vocabulario.txt';

/** What a learner or a teacher reads, by pattern below the project's root. */
const READ = [
  'content/**/*.{mdx,yaml}',
  'exercises/**/enunciado.mdx',
  'exercises/**/{exercicio,criterios,rubrica,rubrica-texto}.yaml',
  'exercises/**/LEIA-ME.md',
  'src/{pages,layouts,components}/**/*.astro',
  'src/{catalog,widgets,site}/**/*.ts',
  'graders/{cli,engine,evidence,exercises,sequences}/**/*.ts',
  '{README,CONTRIBUTING,CHANGELOG}.md',
  'docs/*.md',
];

/** Names of the manual alone; files of other programs, in their language; endings and not words. */
const ELSEWHERE =
  /\.test\.ts$|^src\/catalog\/bit-names\.ts$|^graders\/evidence\/(fixtures\/|process-list-columns\.ts)|^src\/widgets\/search\/plurals\.ts$|-styles\.ts$/;

/** Files checked, from the project's root. */
export const filesRead = (): string[] =>
  globSync(READ, { cwd: root })
    .filter((path) => !ELSEWHERE.test(path))
    .sort();

export interface Finding extends Misspelling {
  readonly path: string;
}

export async function courseSpeller(): Promise<Speller> {
  return loadSpeller(readVocabulary(readFileSync(join(root, VOCABULARY), 'utf8')));
}

/** The wrong words of the files, in order. */
export function misspellings(speller: Speller, paths: readonly string[]): Finding[] {
  return paths.flatMap((path) =>
    speller.check(proseOf(path, readFileSync(join(root, path), 'utf8'))).map((found) => ({ path, ...found })),
  );
}

async function main(paths: readonly string[]): Promise<void> {
  const speller = await courseSpeller();
  const files = paths.length > 0 ? paths : filesRead();
  const found = misspellings(speller, files);
  const suggested = new Map<string, string>();
  for (const { path, line, word } of found) {
    const likely = suggested.get(word) ?? speller.suggestions(word).join(', ');
    suggested.set(word, likely);
    console.log(`${path}:${line}: ${word}${likely === '' ? '' : ` (${likely}?)`}`);
  }
  speller.dispose();
  if (found.length > 0) {
    console.log(`\n${found.length} palavra(s) a rever. Se estiver certa, acrescente-a a ${VOCABULARY}.`);
    process.exitCode = 1;
  } else console.log(`Ortografia: ${files.length} arquivos, nada a rever.`);
}

if (process.argv[1] !== undefined && import.meta.filename === process.argv[1])
  await main(process.argv.slice(2));

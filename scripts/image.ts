// npm run image -- FILE.asm|FILE.vmx ... [-o disk.img] [--transcript]
// Makes a bootable image of 1,474,560 bytes of one or more programs; or prints what the image would print.
// Errors on standard error as FILE:LINE:COL: message. Exit: 0 done, 1 errors in a program, 2 could not work.
import { readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { diagnosticLine } from '../src/catalog/assembler-messages.ts';
import { buildImage, transcript } from '../src/vmx/image/index.ts';
import type { ImageProgram, ImageResult } from '../src/vmx/image/index.ts';
import { loadProgram } from '../src/vmx/program/index.ts';

const USAGE = `Uso: npm run image -- PROGRAMA.asm [OUTRO.vmx ...] [-o disco.img] [--transcript]

  -o ARQUIVO     onde gravar a imagem (sem -o: disk.img)
  --transcript   em vez de gravar, mostra o que a imagem imprimiria, segundo o simulador
  Com mais de um programa, a imagem roda um depois do outro.`;

function fail(message: string): never {
  console.error(message);
  process.exit(2);
}

interface Asked {
  readonly files: readonly string[];
  readonly output: string;
  readonly show: boolean;
}

function asked(): Asked {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        output: { type: 'string', short: 'o', default: 'disk.img' },
        transcript: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.help) {
      console.log(USAGE);
      process.exit(0);
    }
    if (positionals.length === 0) fail(USAGE);
    return { files: positionals, output: values.output, show: values.transcript };
  } catch {
    return fail(USAGE);
  }
}

/** Why there is no image. */
function refusal(result: ImageResult & { ok: false }): string {
  switch (result.code) {
    case 'no-program':
      return USAGE;
    case 'too-many-programs':
      return `São ${result.count} programas; cabem 256 numa imagem. Faça mais de uma.`;
    case 'program-too-big':
      return `${result.name}: ${result.bytes} bytes; um programa tem no máximo ${result.limit} (de 0x100000 a 0x1FFFFF).`;
    case 'image-full':
      return `${result.name}: ${result.bytes} bytes, e só sobram ${result.limit} na imagem. Faça outra com os programas que faltam.`;
  }
}

const { files, output, show } = asked();
const programs: ImageProgram[] = [];
let wrong = false;
for (const file of files) {
  let source: string;
  try {
    source = readFileSync(file, 'utf8');
  } catch {
    fail(`${file}: não consegui ler o arquivo. Confira o nome e a pasta.`);
  }
  const loaded = loadProgram(source, { file });
  const diagnostics = loaded.ok ? loaded.program.warnings : [...loaded.errors, ...loaded.warnings];
  for (const diagnostic of diagnostics) console.error(diagnosticLine(diagnostic));
  if (loaded.ok) programs.push({ name: basename(file), bytes: loaded.program.bytes });
  else wrong = true;
}
if (wrong) process.exit(1);

if (show) {
  for (const [index, { name, bytes }] of programs.entries()) {
    const { text, tellsItsEnd, end } = transcript(bytes);
    const rest = text === '' || text.endsWith('\n') ? '' : '\n';
    process.stdout.write(`programa ${index + 1}: ${name}\n${text}${rest}`);
    if (!tellsItsEnd)
      console.error(`${name}: não chega ao fim (${end.reason}); a imagem não diria mais nada.`);
  }
} else {
  const result = buildImage(programs);
  if (!result.ok) fail(refusal(result));
  try {
    writeFileSync(output, result.image);
  } catch {
    fail(`${output}: não consegui gravar. Confira a pasta e as permissões.`);
  }
  console.error(
    `${output}: ${result.image.length} bytes, ${programs.length} programa(s). Como dar partida: docs/imagem.md`,
  );
}

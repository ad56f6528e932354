// npm run image -- FILE.asm|FILE.vmx ... [-o disk.img] [--transcript]
// Makes a bootable image of 1,474,560 bytes of one or more programs; or prints what the image would print.
// Errors on standard error as FILE:LINE:COL: message. Exit: 0 done, 1 errors in a program, 2 could not work.
import { basename } from 'node:path';
import { buildImage, transcript } from '../src/vmx/image/index.ts';
import type { ImageProgram, ImageResult } from '../src/vmx/image/index.ts';
import { fail, loadFile, readOptions, writeResult } from './program-files.ts';

const USAGE = `Uso: npm run image -- PROGRAMA.asm [OUTRO.vmx ...] [-o disco.img] [--transcript]

  -o ARQUIVO     onde gravar a imagem (sem -o: disk.img)
  --transcript   em vez de gravar, mostra o que a imagem imprimiria, segundo o simulador
  Com mais de um programa, a imagem roda um depois do outro.`;

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

const { values, files } = readOptions(USAGE, {
  output: { type: 'string', short: 'o', default: 'disk.img' },
  transcript: { type: 'boolean', default: false },
});
const { output } = values;
const programs: ImageProgram[] = [];
let wrong = false;
for (const file of files) {
  const { loaded } = loadFile(file);
  if (loaded.ok) programs.push({ name: basename(file), bytes: loaded.program.bytes });
  else wrong = true;
}
if (wrong) process.exit(1);

if (values.transcript) {
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
  writeResult(output, result.image);
  console.error(
    `${output}: ${result.image.length} bytes, ${programs.length} programa(s). Como dar partida: docs/imagem.md`,
  );
}

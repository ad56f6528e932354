// `npm run bench`: VM entries and exits per second, and guest instructions per second, of the engine the page runs; written
// answers graded per second.
// With `--json` the last line is one JSON object. All checks of VM entry are done on every entry.
import { parseArgs } from 'node:util';
import { loopProgram, roundTripProgram } from '../src/vmx/bench/programs.ts';
import type { Machine } from '../src/vmx/machine.ts';
import { benchAnswers } from './bench-answers.ts';

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    profile: { type: 'string', default: 'penryn' },
    trips: { type: 'string', default: '1000000' },
    iterations: { type: 'string', default: '200000000' },
  },
});
const profile = values.profile === 'haswell' ? 'haswell' : 'penryn';
const trips = Number(values.trips);
const iterations = Number(values.iterations);

/** Seconds that a program takes to its end. */
function seconds(machine: Machine): number {
  const start = performance.now();
  const result = machine.run(Number.MAX_SAFE_INTEGER);
  const elapsed = (performance.now() - start) / 1000;
  if (result.end?.reason !== 'finished')
    throw new Error(`o programa terminou com ${result.end?.reason ?? 'nada'}`);
  return elapsed;
}

// A first run of each lets the engine warm up, as a page does.
seconds(roundTripProgram(20_000, profile));
seconds(loopProgram(1_000_000, profile));
const roundTripsPerSecond = Math.round(trips / seconds(roundTripProgram(trips, profile)));
const guestInstructionsPerSecond = Math.round((2 * iterations) / seconds(loopProgram(iterations, profile)));

const format = new Intl.NumberFormat('pt-BR');
console.log(`Perfil ${profile}`);
console.log(`Idas e voltas (entrada + saída de VM): ${format.format(roundTripsPerSecond)} por segundo`);
console.log(`  convidado: jmp, vmcall; hospedeiro: dec, jz, 2 mov, 2 vmread, add, vmwrite, vmresume`);
console.log(`Instruções do convidado: ${format.format(guestInstructionsPerSecond)} por segundo`);
console.log(`  laço de dec e jnz`);
const answers = benchAnswers();
console.log(`Respostas corrigidas: ${format.format(answers.answersPerSecond)} por segundo, num só núcleo`);
console.log(
  `  um texto de 10.000 caracteres: ${format.format(answers.msPer10000Characters)} ms, na rubrica mais lenta`,
);
if (values.json) console.log(JSON.stringify({ roundTripsPerSecond, guestInstructionsPerSecond, ...answers }));

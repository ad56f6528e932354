// Why a program ended, in Portuguese, and what to do next.
import type { Outcome, StepReport } from '../vmx/program/session-types.ts';
import { exceptionText } from './exceptions.ts';
import { hex } from './machine-names.ts';

type Ended = Extract<Outcome, { code: 'ended' }>;

/** The sentence and the section of the manual for a step in which the program ended. */
export function endSentence(
  outcome: Pick<Ended, 'reason' | 'vector' | 'errorCode'>,
  report: Pick<StepReport, 'text' | 'after'>,
): readonly [text: string, section: string | null] {
  switch (outcome.reason) {
    case 'finished':
      return report.after.mode === 'outside'
        ? ['O programa terminou, com o processador fora da operação VMX.', null]
        : ['O programa terminou ainda em operação VMX: nenhum VMXOFF foi executado por último.', '30.3'];
    case 'halted':
      return ['HLT em root parou o processador: nada aqui vai acordá-lo, e o programa terminou.', null];
    case 'unhandled-exception': {
      const { mnemonic, name } = exceptionText(outcome.vector ?? 0);
      const code = outcome.errorCode === null ? '' : `, código de erro ${hex(outcome.errorCode)}`;
      const where = report.text === '' ? '' : ` em “${report.text}”`;
      const why = exceptionWhy(outcome.vector, report.text);
      return [
        `${mnemonic} (${name}, vetor ${outcome.vector ?? 0}${code})${where}: ${why}`,
        why.includes('VMX') ? '30.3' : '6.15',
      ];
    }
    case 'guest-asleep':
      return ['O convidado dormiu e nada pode acordá-lo: o programa terminou em não-root.', '25.1.3'];
    case 'vmx-abort':
      return ['Aborto VMX: a saída de VM não pôde ser completada, e o processador parou.', '27.7'];
    case 'budget':
      return [
        'O programa foi parado porque passou do limite de passos: algo nele se repete sem fim. Volte pela linha do tempo e veja onde.',
        null,
      ];
  }
}

/** What to look at after an exception nobody handles, by vector and by the line's instruction. */
function exceptionWhy(vector: number | null, text: string): string {
  const word = /^[a-z]+/i.exec(text)?.[0].toUpperCase() ?? '';
  if (vector === 6 && word === 'VMXON') return 'VMXON exige CR4.VMXE = 1. O programa parou aqui.';
  if (vector === 6 && word.startsWith('VM')) {
    return 'esta instrução só existe dentro da operação VMX; falta um VMXON que dê certo antes. O programa parou aqui.';
  }
  if (vector === 13 && word === 'VMXON') {
    return 'VMXON exige IA32_FEATURE_CONTROL travado e com o bit 2 ligado, e CR0 e CR4 com os bits que VMX fixa. O programa parou aqui.';
  }
  return 'nenhum tratador cuida desta exceção, e o programa parou aqui.';
}

// The lab's engine for real: the VMX machine, and the graders that the terminal runs too.
import { diagnosticText } from '../../catalog/assembler-messages.ts';
import { loadProgram, openSession } from '../../vmx/program/index.ts';
import { readDefinition } from '../../../graders/exercises/definition.ts';
import type { LabEngine } from './engine.ts';

export const machineEngine: LabEngine = {
  load: (source, file) => loadProgram(source, { file }),
  open: (program) => openSession(program),
  describe: diagnosticText,

  /** `grading` is `GradingData` of src/site/exercise-data.ts. Rejects when the page's own data are broken. */
  async grade(grading, source) {
    const [{ gradeProgram }, { readSequenceSettings }] = await Promise.all([
      import('../../../graders/exercises/program.ts'),
      import('../../../graders/sequences/settings.ts'),
    ]);
    const data = (grading ?? {}) as { definicao?: unknown; criterios?: unknown; partida?: unknown };
    const definition = readDefinition(data.definicao);
    if (!definition.ok) throw new Error(definition.errors.join('\n'));
    const settings = readSequenceSettings(data.criterios, definition.value.pontos);
    if (!settings.ok) throw new Error(settings.errors.join('\n'));
    const starter = typeof data.partida === 'string' ? data.partida : '';
    return gradeProgram(definition.value, settings.value, {
      file: definition.value.arquivo,
      source,
      starter,
    });
  },
};

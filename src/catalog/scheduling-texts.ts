// The scheduling model's codes in Portuguese.
import type { Arrangement, ExampleName, LeftOut, ProblemCode, UnitClass } from '../scheduling/index.ts';

export const ARRANGEMENT_NAMES: Readonly<Record<Arrangement, string>> = {
  multitasking: 'Multitarefa',
  hyperthreading: 'HyperThreading',
  virtualization: 'Virtualização',
  'virtualization-hyperthreading': 'Virtualização com HyperThreading',
};

/** What stands in each arrangement, in half a sentence. */
export const ARRANGEMENT_NOTES: Readonly<Record<Arrangement, string>> = {
  multitasking: 'um sistema, um processador',
  hyperthreading: 'um sistema, dois processadores lógicos num núcleo',
  virtualization: 'um monitor, duas máquinas, um processador',
  'virtualization-hyperthreading': 'um monitor, duas máquinas, dois processadores lógicos',
};

export const SCHEDULING_EXAMPLE_NAMES: Readonly<Record<ExampleName, string>> = {
  'different-units': 'Unidades diferentes',
  'same-units': 'As mesmas unidades',
  'cache-fight': 'Briga pelo cache',
  'waiting-programs': 'Programas que esperam',
  'many-exits': 'Muitas saídas',
};

/** Without HyperThreading what the programs share is only the time. */
export const ONLY_COMPUTING = 'Programas que só calculam';

export const UNIT_NAMES: Readonly<Record<UnitClass, string>> = {
  alu: 'inteiros',
  mem: 'memória',
  fp: 'ponto flutuante',
};

export const SCHEDULING_LEFT_OUT: Readonly<Record<LeftOut, string>> = {
  'cache-warmth':
    'Um programa que volta ao processador corre logo a toda a velocidade; na verdade o cache esfriou.',
  'miss-overlap':
    'A espera de um processador lógico pela memória não é preenchida pelo outro; no HyperThreading real, esse é um dos ganhos.',
  'partitioned-buffers':
    'As filas que o processador divide em duas, quando os dois lógicos estão ativos, não custam nada.',
  'overhead-contention': 'Trocas e saídas levam um tempo fixo e não disputam as unidades.',
  'instruction-detail': 'Um programa é um fluxo uniforme: não se veem instruções, desvios nem latências.',
  priorities: 'Todos os programas e todos os processadores virtuais são iguais: só há rodízio.',
  'device-contention': 'As esperas por dispositivos não fazem fila umas atrás das outras.',
  'interrupt-exits': 'A interrupção que acorda um programa não tira da vez quem está rodando.',
  'memory-virtualization': 'Virtualizar a memória só custa o que o controle de operações sensíveis diz.',
  'guest-locks': 'Nenhum convidado gira à espera de uma trava de quem está fora do processador.',
  migration: 'Passar para o outro processador lógico não custa mais que uma troca.',
  rebalancing: 'Quem divide um núcleo fica nele até o fim da fatia, mesmo que outro núcleo fique livre.',
  frequency: 'A frequência não muda com a carga.',
};

export const SCHEDULING_PROBLEMS: Readonly<Record<ProblemCode, string>> = {
  'not-whole': 'precisa ser um número inteiro',
  'out-of-range': 'está fora dos limites',
  'too-many': 'são mais do que a figura aceita',
  'no-program': 'não há programa para rodar',
  'duplicate-id': 'há dois com o mesmo nome',
  'one-system-without-vmm': 'sem monitor só cabe um sistema',
  'more-processors-than-logical': 'há mais processadores do que o núcleo mostra',
  'io-order': 'as esperas estão fora de ordem',
  'unknown-dependency': 'depende de um programa que não existe',
  'dependency-cycle': 'os programas esperam uns pelos outros em círculo',
  'unknown-processor': 'pede um processador que não existe',
};

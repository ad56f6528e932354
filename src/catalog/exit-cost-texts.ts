// The exit-cost model's codes in Portuguese.
import type { ExampleMix, LATER_ASSUMPTIONS, Operation, System } from '../exit-cost/index.ts';

export const SYSTEM_NAMES: Readonly<Record<System, string>> = {
  native: 'Nativo',
  software: 'VMM em software',
  hardware: 'VMM com VT',
};

export const OPERATION_NAMES: Readonly<Record<Operation, string>> = {
  syscall: 'chamada de sistema',
  in: 'ler uma porta (in)',
  cr8wr: 'escrever em CR8',
  'call-ret': 'chamada e retorno no núcleo',
  pgfault: 'falta de página',
  divzero: 'divisão por zero',
  ptemod: 'escrever na tabela de páginas',
};

/** The same, many of them. */
export const OPERATIONS_MANY: Readonly<Record<Operation, string>> = {
  syscall: 'chamadas de sistema',
  in: 'leituras de porta',
  cr8wr: 'escritas em CR8',
  'call-ret': 'chamadas e retornos no núcleo',
  pgfault: 'faltas de página',
  divzero: 'divisões por zero',
  ptemod: 'escritas na tabela de páginas',
};

export const MIX_NAMES: Readonly<Record<ExampleMix, string>> = {
  'pure-computation': 'Só contas',
  'system-calls': 'Chamadas de sistema',
  'process-creation': 'Criar processos',
  'input-output': 'Entrada e saída',
  'many-calls': 'Muitas funções no núcleo',
};

export const LATER_ASSUMPTION_TEXTS: Readonly<Record<(typeof LATER_ASSUMPTIONS)[number], string>> = {
  'one-exit-per-operation':
    'Supomos uma saída por operação, onde em 2006 a VT custou milhares de ciclos a mais que o nativo, e nenhuma nas outras.',
  'native-part-as-in-2006': 'A parte que não é saída continua custando o que custava em 2006.',
  'handling-chosen-by-reader':
    'O trabalho do monitor em cada saída é escolha sua: as fontes não o dizem. A ida e volta é a publicada.',
  'software-as-in-2006': 'O monitor em software continua como em 2006.',
};

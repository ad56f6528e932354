// The process-memory model's codes in Portuguese.
import type { ExampleName, MemoryEvent, ProcessState, Refusal } from '../process-memory/index.ts';

export const MEMORY_EXAMPLE_NAMES: Readonly<Record<ExampleName, string>> = {
  calls: 'Chamadas e retornos',
  leak: 'Vazamento',
  fragmentation: 'Heap em pedaços',
  'endless-recursion': 'Recursão sem fim',
  threads: 'Três threads',
  dangling: 'Ponteiro solto',
};

export const MEMORY_LEFT_OUT: Readonly<Record<string, string>> = {
  paging: 'Não há páginas nem disco: todo endereço tem memória por trás.',
  'alignment-of-locals': 'As variáveis locais ficam coladas umas às outras, sem sobra de alinhamento.',
  'heap-growth': 'O heap não cresce: quando acaba, o pedido falha.',
  'pointers-inside-blocks': 'Um bloco não guarda endereços de outros blocos.',
  'allocator-bins': 'O alocador pega o primeiro espaço que serve; os reais têm filas por tamanho.',
  registers: 'Não há registradores: toda variável está na pilha ou é global.',
  races: 'Uma operação acontece de cada vez: duas threads nunca se atropelam.',
};

/** Names in the examples' programs, as the page shows them. */
const NAMES: Readonly<Record<string, string>> = {
  area: 'area',
  multiply: 'multiplica',
  'read-line': 'le_linha',
  work: 'trabalha',
  factorial: 'fatorial',
  download: 'baixa',
  draw: 'desenha',
  decode: 'decodifica',
  base: 'base',
  height: 'altura',
  result: 'resultado',
  buffer: 'linha',
  first: 'primeiro',
  second: 'segundo',
  partial: 'parcial',
  page: 'pagina',
  image: 'imagem',
  row: 'fileira',
};
export const shownName = (name: string): string => NAMES[name] ?? name;

/** An address as programmers write it. */
export const hexadecimal = (address: number): string => `0x${address.toString(16).toUpperCase()}`;

const REFUSALS: Readonly<Record<Refusal, string>> = {
  'process-ended': 'O processo já terminou: volte um passo ou recomece.',
  'unknown-thread': 'Essa thread não existe mais.',
  'unknown-variable': 'A função em andamento não tem essa variável.',
  'variable-too-small': 'Essa variável não tem espaço para um endereço.',
  'bad-size': 'O tamanho pedido não serve.',
  'too-many-threads': 'Neste modelo cabem quatro threads.',
  'duplicate-name': 'Duas variáveis locais com o mesmo nome.',
};

/** One event in a plain sentence. */
export function memoryEventText(event: MemoryEvent): string {
  switch (event.kind) {
    case 'pushed':
      return `A thread ${event.thread} chamou ${shownName(event.function)}: ${event.bytes} bytes a mais no topo da sua pilha.`;
    case 'popped':
      return `${shownName(event.function)} retornou: os seus ${event.bytes} bytes saíram da pilha da thread ${event.thread}.`;
    case 'stack-overflow':
      return `Estouro de pilha: a chamada número ${event.depth}, de ${shownName(event.function)}, passaria do limite ${hexadecimal(event.limit)}. O sistema encerra o processo.`;
    case 'allocated':
      return `A thread ${event.thread} pediu um bloco e recebeu o endereço ${hexadecimal(event.address)}; com o cabeçalho, ${event.bytes} bytes do heap.`;
    case 'out-of-memory':
      return event.cause === 'fragmented'
        ? `O pedido falhou: há ${event.free} bytes livres, mas não ${event.needed} em sequência.`
        : `O pedido falhou: precisa de ${event.needed} bytes e só há ${event.free} livres.`;
    case 'freed':
      return `O bloco em ${hexadecimal(event.address)} foi devolvido: ${event.bytes} bytes livres de novo.`;
    case 'dangling':
      return event.variables.length > 0
        ? `Ainda guardam esse endereço, que já não vale: ${event.variables.map(shownName).join(', ')}.`
        : '';
    case 'leaked':
      return `Vazamento: ninguém mais guarda o endereço do bloco de ${event.bytes} bytes em ${hexadecimal(event.address)}, e ele não pode mais ser devolvido.`;
    case 'used':
      return `A thread ${event.thread} usou o bloco em ${hexadecimal(event.address)}.`;
    case 'use-after-free':
      return `A thread ${event.thread} usou ${hexadecimal(event.address)} depois de devolvido: o que está lá já não é dela. Nada avisa na hora.`;
    case 'null-pointer':
      return `A variável ${shownName(event.pointer)} não guarda endereço nenhum.`;
    case 'invalid-free':
      return `Em ${hexadecimal(event.address)} não há bloco para devolver, talvez porque já tenha sido devolvido. O alocador encerra o processo.`;
    case 'thread-started':
      return `Nasceu a thread ${event.thread}, com uma pilha só sua. O heap é o mesmo.`;
    case 'thread-ended':
      return `A thread ${event.thread} terminou e a sua pilha se foi. O que ela pediu ao heap continua lá.`;
    case 'process-exited':
      return 'O processo terminou: o sistema recolhe toda a memória, também a que vazou.';
    case 'refused':
      return REFUSALS[event.why];
  }
}

export const MEMORY_ENDS: Readonly<Record<NonNullable<ProcessState['ended']>, string>> = {
  'stack-overflow': 'encerrado: estouro de pilha',
  'invalid-free': 'encerrado: devolução inválida',
  exit: 'terminou',
};

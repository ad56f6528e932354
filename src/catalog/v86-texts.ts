// The V86 monitor's codes in Portuguese.
import type { ExampleName, Monitor, MonitorEvent, MonitorState, Treatment } from '../v86/index.ts';

export const MONITOR_NAMES: Readonly<Record<Monitor, string>> = { v86: 'Modo V86', vt: 'VT' };

export const V86_EXAMPLE_NAMES: Readonly<Record<ExampleName, string>> = {
  six: 'As seis instruções',
  hello: 'Escrever na tela',
  counter: 'Contar de 1 a 9',
  'critical-section': 'Trecho crítico',
  hog: 'CLI e laço sem fim',
  prober: 'Quem está aí?',
};

export const V86_LEFT_OUT: Readonly<Record<string, string>> = {
  vme: 'O atalho VME, do Pentium em diante, que poupa idas ao monitor.',
  'sti-shadow': 'Depois de STI as interrupções ficam desligadas por mais uma instrução; aqui não.',
  'iopl-in-flags-image': 'PUSHF mostra só CF, ZF, SF e IF.',
  segments: 'O IP é o número da instrução, e o CS guardado é sempre 0.',
  memory: 'Não há memória além da pilha.',
  'vt-real-mode':
    'A VT de 2005 não rodava um convidado em modo real; isso veio em 2010 (unrestricted guest). Até lá, o monitor emulava esse código.',
  'one-vector-of-hardware': 'O relógio (vetor 8) é o único dispositivo que interrompe.',
  cost: 'Tudo leva um passo: o custo de cada ida ao monitor está na lição 8.',
};

export const TREATMENT_NAMES: Readonly<Record<Treatment, string>> = {
  direct: 'executa direto',
  'gp-fault': '#GP, vai ao monitor',
  'io-map': 'depende do mapa de portas',
  'idt-gate': 'passa pela IDT',
  'ud-fault': '#UD, vai ao monitor',
  silent: 'passa em silêncio',
  'vm-exit': 'sai sempre',
  'exit-if-set': 'sai, se a VMCS pedir',
};

/** Short name of a way out of a task, for a drawing. */
export const WAY_NAMES: Readonly<Record<Extract<MonitorEvent, { kind: 'intercepted' }>['way'], string>> = {
  'gp-fault': '#GP',
  'ud-fault': '#UD',
  'idt-gate': 'IDT',
  'hardware-interrupt': 'relógio',
  'vm-exit': 'saída',
};

export const TASK_STATUS: Readonly<Record<MonitorState['tasks'][number]['status'], string>> = {
  running: 'em andamento',
  halted: 'parado em HLT',
  ended: 'terminou',
};

const INTERRUPT_WINDOW = 7;

function interceptedText(event: Extract<MonitorEvent, { kind: 'intercepted' }>): string {
  const { task, op, way, exitReason } = event;
  const what = op ?? (exitReason === INTERRUPT_WINDOW ? 'A janela de interrupção' : 'O relógio');
  switch (way) {
    case 'gp-fault':
      return `${what}, em ${task}, não executa: #GP, e o controle vai ao monitor.`;
    case 'ud-fault':
      return `${what} não existe ali: #UD, e o controle vai ao monitor.`;
    case 'idt-gate':
      return `${what}, em ${task}, passa pela IDT ao modo protegido, onde está o monitor.`;
    case 'hardware-interrupt':
      return `${what} interrompe ${task}, e o controle vai ao monitor.`;
    case 'vm-exit':
      return `${what} causa uma saída de VM em ${task} (motivo ${exitReason ?? 0}).`;
  }
}

/** One event in a plain sentence; empty for those that the drawing says better. */
export function monitorEventText(event: MonitorEvent, monitor: Monitor): string {
  switch (event.kind) {
    case 'executed':
      return event.silent
        ? `${event.op} passa em silêncio em ${event.task}: o programa vê a máquina de verdade, e o monitor não sabe.`
        : `${event.op} executa direto em ${event.task}; o monitor não é chamado.`;
    case 'intercepted':
      return interceptedText(event);
    case 'emulated':
      return `O monitor faz por ${event.task} o que ${event.op} pede.`;
    case 'resumed':
      return monitor === 'vt'
        ? `Uma entrada em VM devolve o processador a ${event.task}.`
        : `IRET devolve o processador a ${event.task}.`;
    case 'interrupt-pending':
      return `${event.task} desligou as suas interrupções: a do relógio fica guardada para ele.`;
    case 'interrupt-delivered':
      return event.how === 'injected'
        ? `A entrada injeta em ${event.task} a interrupção do relógio.`
        : `O monitor monta na pilha de ${event.task} a interrupção do relógio.`;
    case 'timer-held':
      return `${event.task} desligou a IF do processador: o relógio não chega a ninguém, e o monitor perdeu o controle.`;
    case 'task-switched':
      return `O monitor dá a vez a ${event.to}.`;
    case 'port-written':
      return '';
    case 'idle':
      return 'Todos esperam: o tempo passa até o próximo toque do relógio.';
    case 'task-ended':
      return `${event.task} terminou.`;
  }
}

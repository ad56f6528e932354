// The instructions this machine runs, each in one line, for completion and help in the editor. Intel SDM vol. 2 has
// an entry for each; the VMX instructions are in vol. 3, chapter 30.

const TEXTS: Readonly<Record<string, string>> = {
  // moving data
  mov: 'Copia o segundo operando para o primeiro.',
  movzx: 'Copia um valor menor e completa com zeros.',
  movsx: 'Copia um valor menor e repete o bit de sinal.',
  movsxd: 'Copia 32 bits para 64 e repete o bit de sinal.',
  lea: 'Calcula um endereço e o põe no registrador, sem ler a memória.',
  xchg: 'Troca os dois operandos; com a memória, sem interrupção no meio (lock).',
  push: 'Põe um valor na pilha: diminui RSP e grava.',
  pop: 'Tira um valor da pilha: lê e aumenta RSP.',
  pushfq: 'Põe RFLAGS na pilha.',
  popfq: 'Tira RFLAGS da pilha.',
  // arithmetic and logic
  add: 'Soma o segundo operando ao primeiro.',
  adc: 'Soma o segundo operando e CF ao primeiro.',
  sub: 'Subtrai do primeiro operando o segundo.',
  sbb: 'Subtrai do primeiro operando o segundo e CF.',
  cmp: 'Compara: subtrai sem guardar o resultado; só as flags mudam.',
  and: 'E lógico, bit a bit.',
  or: 'Ou lógico, bit a bit.',
  xor: 'Ou exclusivo, bit a bit; de um registrador com ele mesmo, dá zero.',
  test: 'E lógico sem guardar o resultado; só as flags mudam.',
  not: 'Inverte todos os bits.',
  neg: 'Troca o sinal.',
  inc: 'Soma 1; CF não muda.',
  dec: 'Subtrai 1; CF não muda.',
  mul: 'Multiplica RAX pelo operando, sem sinal; o produto vai para RDX e RAX.',
  imul: 'Multiplica com sinal.',
  div: 'Divide RDX:RAX pelo operando, sem sinal; por zero, exceção 0 (#DE).',
  idiv: 'Divide RDX:RAX pelo operando, com sinal; por zero, exceção 0 (#DE).',
  rol: 'Gira os bits para a esquerda.',
  ror: 'Gira os bits para a direita.',
  shl: 'Desloca para a esquerda: cada posição dobra o valor.',
  sal: 'O mesmo que SHL.',
  shr: 'Desloca para a direita e completa com zeros.',
  sar: 'Desloca para a direita e repete o bit de sinal.',
  bt: 'Copia um bit para CF.',
  bts: 'Copia um bit para CF e o põe em 1.',
  btr: 'Copia um bit para CF e o põe em 0.',
  // control flow
  jmp: 'Desvia para o rótulo ou o endereço.',
  jrcxz: 'Desvia se RCX é zero.',
  jecxz: 'Desvia se ECX é zero.',
  loop: 'Diminui RCX e desvia se ainda não é zero.',
  loope: 'Diminui RCX e desvia se não é zero e ZF = 1.',
  loopz: 'O mesmo que LOOPE.',
  loopne: 'Diminui RCX e desvia se não é zero e ZF = 0.',
  loopnz: 'O mesmo que LOOPNE.',
  call: 'Chama a rotina: põe o endereço de volta na pilha e desvia.',
  ret: 'Volta da rotina para o endereço que está na pilha.',
  retn: 'O mesmo que RET.',
  int: 'Interrupção por software com o vetor dado; INT 60H é `termina`.',
  int3: 'Ponto de parada de depurador: exceção 3 (#BP).',
  ud2: 'Instrução que não existe, de propósito: exceção 6 (#UD).',
  iretq: 'Volta de uma interrupção ou exceção.',
  syscall: 'Chamada de sistema rápida, pelos MSR STAR e LSTAR.',
  nop: 'Não faz nada.',
  fnop: 'Não faz nada (do coprocessador).',
  pause: 'Dica de que o código espera num laço; a VMCS pode mandar sair.',
  // flags and interrupts
  cli: 'IF = 0: o processador deixa de atender interrupções externas.',
  sti: 'IF = 1: volta a atender, depois da instrução seguinte.',
  clc: 'CF = 0.',
  stc: 'CF = 1.',
  cld: 'DF = 0: as instruções de cadeia avançam.',
  std: 'DF = 1: as instruções de cadeia recuam.',
  hlt: 'Para até a próxima interrupção; a VMCS pode mandar sair (motivo 12).',
  // the processor itself
  cpuid: 'Diz o que o processador tem; no convidado sempre sai (motivo 10).',
  rdtsc: 'Lê o contador de tempo em EDX:EAX.',
  rdtscp: 'Lê o contador de tempo e o número do processador.',
  rdpmc: 'Lê um contador de desempenho.',
  rdmsr: 'Lê em EDX:EAX o MSR cujo número está em ECX.',
  wrmsr: 'Grava EDX:EAX no MSR cujo número está em ECX.',
  clts: 'CR0.TS = 0.',
  lmsw: 'Grava os bits 3:0 de CR0.',
  smsw: 'Lê os bits baixos de CR0.',
  lgdt: 'Carrega o registrador da GDT.',
  lidt: 'Carrega o registrador da IDT.',
  sgdt: 'Grava na memória o registrador da GDT.',
  sidt: 'Grava na memória o registrador da IDT.',
  ltr: 'Carrega o registrador de tarefa (TR).',
  str: 'Lê o seletor do registrador de tarefa (TR).',
  invlpg: 'Joga fora a tradução de endereço de uma página.',
  invd: 'Joga fora as caches sem gravar na memória; no convidado sempre sai (motivo 13).',
  wbinvd: 'Grava as caches na memória e as esvazia.',
  monitor: 'Escolhe o endereço que MWAIT vai vigiar.',
  mwait: 'Espera uma escrita no endereço vigiado.',
  rsm: 'Volta do modo de gerência do sistema (SMM).',
  getsec: 'Extensões de segurança (SMX); no convidado sempre sai (motivo 11).',
  xsetbv: 'Grava um registrador de controle estendido (XCR0); no convidado sempre sai (motivo 55).',
  // input and output
  in: 'Lê de uma porta de E/S para AL, AX ou EAX.',
  out: 'Escreve AL, AX ou EAX numa porta de E/S; a 0xE9 mostra um caractere.',
  ins: 'Lê de uma porta para a memória em RDI.',
  outs: 'Escreve numa porta o que está na memória em RSI.',
  // VMX
  vmxon: 'Põe o processador lógico em operação VMX, no regime root.',
  vmxoff: 'Tira o processador lógico da operação VMX.',
  vmclear: 'Leva os dados de uma VMCS para a memória e a deixa no estado “clear”.',
  vmptrld: 'Torna uma VMCS a corrente do processador lógico.',
  vmptrst: 'Grava na memória o endereço físico da VMCS corrente.',
  vmread: 'Lê um campo da VMCS corrente.',
  vmwrite: 'Grava um campo da VMCS corrente.',
  vmlaunch: 'Entra no convidado pela primeira vez depois de um VMCLEAR.',
  vmresume: 'Entra no convidado nas vezes seguintes à primeira.',
  vmcall: 'O convidado chama o VMM de propósito.',
  vmfunc: 'O convidado pede uma função de VM, sem sair; veio depois das dez.',
  invept: 'Joga fora traduções feitas pelas tabelas EPT; veio depois das dez.',
  invvpid: 'Joga fora traduções de um identificador de processador virtual; veio depois das dez.',
};

/** What each condition code asks, by the first of its spellings in the instruction table. */
const CONDITIONS: Readonly<Record<string, string>> = {
  o: 'houve estouro (OF = 1)',
  no: 'não houve estouro (OF = 0)',
  b: 'menor, sem sinal (CF = 1)',
  ae: 'maior ou igual, sem sinal (CF = 0)',
  e: 'igual, ou zero (ZF = 1)',
  ne: 'diferente, ou não zero (ZF = 0)',
  be: 'menor ou igual, sem sinal (CF ou ZF = 1)',
  a: 'maior, sem sinal (CF e ZF = 0)',
  s: 'negativo (SF = 1)',
  ns: 'não negativo (SF = 0)',
  p: 'paridade par (PF = 1)',
  np: 'paridade ímpar (PF = 0)',
  l: 'menor, com sinal (SF ≠ OF)',
  ge: 'maior ou igual, com sinal (SF = OF)',
  le: 'menor ou igual, com sinal (ZF = 1 ou SF ≠ OF)',
  g: 'maior, com sinal (ZF = 0 e SF = OF)',
};

/**
 * An instruction in one line, null for what has no line. `condition` is the first spelling of its condition code
 * (`ne` for JNZ), null where it has none.
 */
export function instructionText(mnemonic: string, condition: string | null): string | null {
  const name = mnemonic.toLowerCase();
  const asked = condition === null ? undefined : CONDITIONS[condition];
  if (asked !== undefined) {
    if (name.startsWith('set')) return `Põe o byte em 1 se ${asked}; senão, em 0.`;
    if (name.startsWith('cmov')) return `Copia se ${asked}.`;
    return `Desvia se ${asked}.`;
  }
  const size = /^(ins|outs)[bwd]$/.exec(name)?.[1];
  return TEXTS[size ?? name] ?? null;
}

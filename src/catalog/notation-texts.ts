// The words of the two notations that are no instruction, each in one line: directives, what the short notation adds,
// its guests, registers and sizes, and why a line of its expansion is there. For the editor.
import type { PartRole } from '../vmx/program/session-types.ts';

/** Words of the short notation, as they are best written. */
const SHORT: Readonly<Record<string, string>> = {
  AVANCA: 'GUEST_RIP += tamanho da instrução que causou a saída: o convidado segue na instrução seguinte.',
  preparar:
    'Diz o que a notação prepara antes da primeira linha: `nada`, ou uma lista de vmxe, feature_control e revisao.',
  nada: 'preparar nada: CR4.VMXE, FEATURE_CONTROL e as revisões ficam para o programa.',
  'sem preenchimento': 'A notação não preenche a VMCS com valores válidos depois do primeiro VMPTRLD.',
  regiao: 'Declara ou muda uma região: `regiao X: endereco = 0x12008` ou `regiao A: revisao = 0`.',
  revisao: 'Grava o identificador de revisão de uma região: `revisao A = certa`, ou um número.',
  convidado: 'Começa o programa de um convidado: `convidado A:` e as linhas dele, ou o nome de um pronto.',
  'CR4.VMXE': 'Liga ou desliga o bit 13 de CR4, sem o qual VMXON não existe: `CR4.VMXE = 1`.',
  FEATURE_CONTROL: 'Grava o MSR IA32_FEATURE_CONTROL, que trava e permite VMXON: `FEATURE_CONTROL = 5`.',
};

const GUESTS: Readonly<Record<string, string>> = {
  pacato: 'Executa VMCALL sem parar.',
  curioso: 'Executa CPUID, RDTSC e RDMSR, um depois do outro.',
  tagarela: 'Escreve uma frase na porta 0xE9 e chama o VMM.',
  dorminhoco: 'Executa HLT.',
  teimoso: 'Fica num laço que nunca sai por si.',
  quebrado: 'Executa UD2: uma exceção.',
};

const DIRECTIVES: Readonly<Record<string, string>> = {
  db: 'Bytes, números ou textos.',
  dw: 'Valores de 16 bits.',
  dd: 'Valores de 32 bits.',
  dq: 'Valores de 64 bits.',
  resb: 'Reserva bytes.',
  resw: 'Reserva valores de 16 bits.',
  resd: 'Reserva valores de 32 bits.',
  resq: 'Reserva valores de 64 bits.',
  equ: 'Dá nome a um número: `NOME equ 3`.',
  times: 'Repete a instrução ou os dados: `times 16 db 0`.',
  align: 'Avança até um endereço múltiplo do número dado.',
  alignb: 'Avança reservando memória até um múltiplo do número dado.',
  section: 'Escolhe a seção: .text ou .data.',
  segment: 'O mesmo que section.',
  org: 'Endereço em que o programa é carregado: 0x100000.',
  bits: 'Largura do código: 64, aqui e no NASM.',
  default: 'default rel ou default abs: como se endereça a memória.',
  lock: 'Prefixo: a instrução lê e grava a memória sem interrupção.',
  rep: 'Prefixo: repete a instrução de cadeia RCX vezes.',
  repe: 'Prefixo: repete enquanto ZF = 1.',
  repz: 'O mesmo que repe.',
  repne: 'Prefixo: repete enquanto ZF = 0.',
  repnz: 'O mesmo que repne.',
  a32: 'Prefixo: endereços de 32 bits.',
  a64: 'Prefixo: endereços de 64 bits.',
  o16: 'Prefixo: operandos de 16 bits.',
  o32: 'Prefixo: operandos de 32 bits.',
  o64: 'Prefixo: operandos de 64 bits.',
  '%include': 'Inclui vmx.inc: os campos, os motivos e as macros do curso.',
  '%define': 'Dá nome a um texto, com parâmetros ou sem.',
  '%assign': 'Dá nome a um número, que pode mudar depois.',
  '%macro': 'Começa uma macro de várias linhas; termina em %endmacro.',
  '%endmacro': 'Termina uma macro.',
  '%rep': 'Repete linhas; termina em %endrep.',
  '%endrep': 'Termina uma repetição.',
  '%if': 'Lê as linhas seguintes se a conta não é zero.',
  '%ifdef': 'Lê as linhas seguintes se o nome foi definido.',
  '%ifndef': 'Lê as linhas seguintes se o nome não foi definido.',
  '%elif': 'Senão, se a conta não é zero.',
  '%else': 'Senão.',
  '%endif': 'Termina uma condição.',
  '%error': 'Interrompe com a mensagem dada.',
  '%warning': 'Avisa com a mensagem dada.',
};

const OPERAND_WORDS: Readonly<Record<string, string>> = {
  byte: 'Operando de 8 bits.',
  word: 'Operando de 16 bits.',
  dword: 'Operando de 32 bits.',
  qword: 'Operando de 64 bits.',
  oword: 'Operando de 128 bits.',
  short: 'Desvio curto, de −128 a 127 bytes.',
  near: 'Desvio de 32 bits.',
  far: 'Desvio para outro segmento.',
  strict: 'Não deixa o montador escolher uma forma mais curta.',
  rel: 'Endereço relativo a RIP.',
  abs: 'Endereço absoluto.',
};

/** A word of the short notation (`AVANCA`, `sem preenchimento`) in one line, or null. */
export const notationText = (word: string): string | null => SHORT[word] ?? null;

/** A guest of the catalogue in one line, or null. */
export const guestText = (name: string): string | null => GUESTS[name.toLowerCase()] ?? null;

/** A directive or prefix in one line, or null. */
export const directiveText = (word: string): string | null => DIRECTIVES[word.toLowerCase()] ?? null;

/** `dword`, `short`, `rel` in one line, or null. */
export const operandWordText = (word: string): string | null => OPERAND_WORDS[word.toLowerCase()] ?? null;

/** What a register is, by its class and size in bits. */
export function registerText(kind: 'gpr' | 'segment' | 'control' | 'debug' | 'ip', size: number): string {
  if (kind === 'segment') return 'Registrador de segmento.';
  if (kind === 'control') return 'Registrador de controle, de 64 bits.';
  if (kind === 'debug') return 'Registrador de depuração, de 64 bits.';
  if (kind === 'ip') return 'Endereço da próxima instrução.';
  return `Registrador geral de ${size} bits.`;
}

const ROLES: Readonly<Record<PartRole, string>> = {
  line: 'o que a linha é',
  prepare: 'preparação, antes da primeira linha',
  fill: 'preenche a VMCS com valores válidos',
  'host-rip': 'HOST_RIP passa a ser a linha seguinte',
  'load-registers': 'carrega os registradores do convidado',
  'save-registers': 'guarda os registradores do convidado',
  record: 'anota o que aconteceu',
  guest: 'código do convidado',
  ground: 'tratadores de exceção do convidado',
  finish: 'fim do programa',
};

/** Why a line of the expansion of a .vmx is there. */
export const partRoleText = (role: PartRole): string => ROLES[role];

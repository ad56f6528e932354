// Exceptions by vector: the manual's short name and the Portuguese one. Intel SDM vol. 3, 6.2, table 6-1.

export interface ExceptionText {
  readonly mnemonic: string;
  readonly name: string;
}

const NAMES: Readonly<Record<number, readonly [mnemonic: string, name: string]>> = {
  0: ['#DE', 'erro de divisão'],
  1: ['#DB', 'depuração'],
  2: ['NMI', 'interrupção não mascarável'],
  3: ['#BP', 'ponto de parada'],
  4: ['#OF', 'estouro'],
  5: ['#BR', 'índice fora dos limites'],
  6: ['#UD', 'instrução inválida'],
  7: ['#NM', 'coprocessador não disponível'],
  8: ['#DF', 'falha dupla'],
  10: ['#TS', 'TSS inválida'],
  11: ['#NP', 'segmento ausente'],
  12: ['#SS', 'falha no segmento de pilha'],
  13: ['#GP', 'proteção geral'],
  14: ['#PF', 'falta de página'],
  16: ['#MF', 'erro de ponto flutuante'],
  17: ['#AC', 'verificação de alinhamento'],
  18: ['#MC', 'verificação de máquina'],
  19: ['#XM', 'exceção de SIMD'],
  20: ['#VE', 'exceção de virtualização'],
};

/** Name of an exception or interrupt vector (0 to 255). */
export function exceptionText(vector: number): ExceptionText {
  const [mnemonic, name] = NAMES[vector] ?? [`vetor ${vector}`, 'interrupção'];
  return { mnemonic, name };
}

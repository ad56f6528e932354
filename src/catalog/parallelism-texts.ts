// The parallelism model's codes in Portuguese.
export const POWER_LEFT_OUT: Readonly<Record<string, string>> = {
  leakage: 'A corrente de fuga, que gasta potência mesmo sem trocar bits.',
  'minimum-voltage': 'A tensão não desce sem limite: abaixo de certo ponto o chip não funciona.',
  'memory-speed': 'A memória não acelera com a frequência do núcleo.',
  activity: 'Todo núcleo trabalha o tempo todo com a mesma intensidade.',
};

export const SPEEDUP_LEFT_OUT: readonly string[] = [
  'Repartir o trabalho e juntar os resultados não custa nada.',
  'As partes são iguais: nenhum processador espera pelo outro.',
  'A memória e os caches não são disputados.',
];

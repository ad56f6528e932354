// What was read in a file, in a few words of Portuguese.
import type { Reading } from '../../../graders/evidence/reading.ts';

const FORMATS: Readonly<Record<string, string>> = {
  'vbox-log': 'registro de uma sessão (VBox.log)',
  'vbox-settings': 'configuração da máquina (.vbox)',
  showvminfo: 'saída do showvminfo',
  'list-vms': 'lista de máquinas',
  metrics: 'métricas do VirtualBox',
  procexp: 'lista do Process Explorer',
  stack: 'pilha de uma thread',
  threads: 'lista de threads',
  'perf-csv': 'contadores de desempenho',
  imagem: 'imagem (nenhum fato é lido dela)',
};

const FACTS: Readonly<Record<string, string>> = {
  vbox: 'VirtualBox',
  nome_vm: 'máquina',
  nome: 'máquina',
  ram_mb: 'memória (MB)',
  cpus: 'processadores',
  motor: 'motor',
  bootou: 'um sistema arrancou',
  instalado: 'do próprio disco',
  estado: 'estado',
  vms: 'máquinas',
  processos: 'processos',
  maior_cpu: 'mais CPU',
  threads: 'threads',
  mais_ocupada: 'TID mais ocupado',
  cpu: 'CPU (%)',
  quadros: 'quadros',
  base: 'começou em',
  largura: 'largura',
  altura: 'altura',
};

export function formatName(reading: Reading): string {
  return FORMATS[reading.format ?? ''] ?? 'não reconhecido';
}

/** `motor: VT-x · memória (MB): 2048`; what the file does not say is left out. */
export function factsSummary(reading: Reading): string {
  const parts: string[] = [];
  for (const [key, fact] of reading.facts) {
    const label = FACTS[key];
    const { value } = fact;
    if (label === undefined || value === null) continue;
    if (typeof value === 'boolean') parts.push(`${label}: ${value ? 'sim' : 'não'}`);
    else if (typeof value === 'object') parts.push(`${label}: ${Object.values(value).join(', ')}`);
    else parts.push(`${label}: ${value}`);
  }
  return parts.join(' · ');
}

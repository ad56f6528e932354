// What the reader chooses in the two figures on parallelism, and what each shows at first.

/** `parallel` in percent, `processors` from 1 to MOST_PROCESSORS. */
export interface SpeedupSetting {
  readonly parallel: number;
  readonly processors: number;
}
export const MOST_PROCESSORS = 64;
export const SPEEDUP_AT_FIRST: SpeedupSetting = { parallel: 95, processors: 64 };

/** `frequency` and `parallel` in percent. */
export interface PowerSetting {
  readonly cores: number;
  readonly frequency: number;
  readonly parallel: number;
}
export const MOST_CORES = 16;

export const POWER_PRESETS = {
  'mais-rapido': { name: 'Um núcleo 20% mais rápido', setting: { cores: 1, frequency: 120, parallel: 100 } },
  'dois-a-85': { name: 'Dois núcleos a 85%', setting: { cores: 2, frequency: 85, parallel: 100 } },
  'dois-sem-dividir': {
    name: 'Dois a 85%, sem dividir o trabalho',
    setting: { cores: 2, frequency: 85, parallel: 0 },
  },
  'quatro-iguais': { name: 'Quatro a 63%', setting: { cores: 4, frequency: 63, parallel: 100 } },
} as const satisfies Record<string, { readonly name: string; readonly setting: PowerSetting }>;
export type PowerPreset = keyof typeof POWER_PRESETS;
export const POWER_AT_FIRST: PowerPreset = 'dois-a-85';

// Exercise 6: did a system come up, and from where? The highest rung of proof that the files reach.
import { flagOf, textOf, type NamedReading } from '../../evidence/agreement.ts';
import { contradicts, said, share, type Comparison } from './comparison.ts';
import { bootedFrom, sameSystem, text, type BootedFrom } from './form.ts';
import { lineOf, type Judgement } from './judgement.ts';
import { ofFormat, type Prepared } from './work.ts';

/** The log that proves most: one whose guest came up from its disk, then one that came up, then one that ran. */
export function bestLog(files: readonly NamedReading[]): NamedReading | null {
  const worth = ({ reading }: NamedReading): number =>
    (flagOf(reading, 'instalado') ? 8 : 0) +
    (flagOf(reading, 'bootou') ? 4 : 0) +
    (flagOf(reading, 'rodou') ? 2 : 0) +
    (textOf(reading, 'motor') === null ? 0 : 1);
  const logs = [...ofFormat(files, 'vbox-log')];
  return logs.sort((a, b) => worth(b) - worth(a))[0] ?? null;
}

export const firstOf = (files: readonly NamedReading[], format: string): NamedReading | null =>
  ofFormat(files, format)[0] ?? null;

interface Boot {
  readonly share: number;
  readonly by: 'disco' | 'instalador' | 'propriedades' | 'imagem' | 'rodou' | 'nao' | 'nada';
  readonly file: NamedReading | null;
  readonly key: string;
}

/** The highest rung of proof that a system came up. A missing rung never counts against. */
export function bestBoot(files: readonly NamedReading[]): Boot {
  const log = bestLog(files);
  const settings = ofFormat(files, 'vbox-settings').find(({ reading }) => flagOf(reading, 'bootou') === true);
  const info = ofFormat(files, 'showvminfo').find(({ reading }) => flagOf(reading, 'bootou') === true);
  if (log && flagOf(log.reading, 'instalado') === true)
    return { share: 1, by: 'disco', file: log, key: 'bootou' };
  if (settings) return { share: 1, by: 'propriedades', file: settings, key: 'bootou' };
  if (log && flagOf(log.reading, 'bootou') === true) {
    return {
      share: flagOf(log.reading, 'instalado') === false ? 0.65 : 0.85,
      by: 'instalador',
      file: log,
      key: 'bootou',
    };
  }
  if (info) return { share: 0.8, by: 'propriedades', file: info, key: 'bootou' };
  const picture = firstOf(files, 'imagem');
  if (picture) return { share: 0.4, by: 'imagem', file: picture, key: 'largura' };
  if (log && flagOf(log.reading, 'bootou') === false)
    return { share: 0, by: 'nao', file: log, key: 'bootou' };
  if (log && flagOf(log.reading, 'rodou') === true)
    return { share: 0.3, by: 'rodou', file: log, key: 'rodou' };
  return { share: 0, by: 'nada', file: null, key: '' };
}

const bootMessages: Readonly<Record<Boot['by'], string>> = {
  disco: 'O sistema convidado arrancou do próprio disco: está instalado.',
  instalador:
    'Um sistema arrancou, mas o registro só mostra o instalador ou uma sessão “live”, e não o sistema instalado no disco da máquina.',
  propriedades: 'O próprio sistema convidado deixou seus dados na configuração da máquina: ele arrancou.',
  imagem: 'Há uma imagem, que os corretores não leem; nenhum arquivo mostra o sistema arrancando.',
  rodou: 'A máquina ligou, mas o registro não mostra um sistema operacional arrancando (só o firmware).',
  nao: 'O registro mostra que nenhum sistema arrancou nessa sessão.',
  nada: 'Nenhum arquivo mostra o sistema convidado arrancando.',
};

export function boot(prepared: Prepared): Judgement {
  const { files, form, recorded } = prepared;
  const best = bestBoot(files);
  const log = bestLog(files);
  const truth: BootedFrom | null =
    best.by === 'disco' || best.by === 'propriedades'
      ? 'disco'
      : best.by === 'instalador' && log !== null && flagOf(log.reading, 'instalado') === false
        ? 'instalador'
        : best.by === 'nao'
          ? 'nao'
          : null;
  const stated = bootedFrom(form.fields, 'arrancou-de');
  const system = text(form.fields, 'sistema-convidado');
  const type =
    [log, firstOf(files, 'vbox-settings')]
      .map((file) => (file === null ? null : textOf(file.reading, 'os_type')))
      .find((one) => one !== null) ?? null;
  const comparisons: Comparison[] = [
    { label: 'arrancou-de', right: stated === null || truth === null ? null : stated === truth },
    // The type is only what was declared to VirtualBox: another system inside is no contradiction of the learner's own.
    {
      label: 'sistema-convidado',
      right: system === null ? null : !recorded || (type !== null && sameSystem(system, type)),
    },
  ];
  const different = !recorded && system !== null && type !== null && !sameSystem(system, type);
  return {
    shown: recorded ? null : best.share,
    read: share(comparisons),
    contradicted: contradicts(comparisons, prepared),
    message: recorded
      ? said(comparisons, true)
      : `${bootMessages[best.by]} ${said(comparisons, false)}${different ? ` (O VirtualBox foi informado de que o sistema seria “${type}”; não é erro, mas confira.)` : ''}`,
    evidence: recorded || best.file === null ? [] : [lineOf(best.file, best.key, bootMessages[best.by])],
    ...(best.by === 'instalador' && !recorded
      ? {
          hint: 'Termine a instalação, tire o ISO da unidade da máquina, ligue-a de novo e entregue o VBox.log dessa vez. O que muda no registro?',
        }
      : {}),
  };
}

// Exercise 6: was VirtualBox installed with a system inside, and does the learner know what ran and on what?
import type { CriterionResult, Evidence, Graded } from '../../engine/result.ts';
import { disagreements, flagOf, numberOf, textOf, type NamedReading } from '../../evidence/agreement.ts';
import type { ExerciseDefinition } from '../definition.ts';
import { bestBoot, bestLog, boot, firstOf } from './boot.ts';
import { contradicts, rereadHint, said, share, type Comparison } from './comparison.ts';
import { megabytes, motor, number, sameName, text, yesNo } from './form.ts';
import { assemble, criterion, lineOf, type Judgement } from './judgement.ts';
import type { CriterionSettings, EvidenceSettings } from './settings.ts';
import { ofFormat, prepare, type EvidenceWork, type Prepared } from './work.ts';

export const installationCriteria = ['maquina', 'sessao', 'arranque', 'motor', 'confere'] as const;

/** Grades exercise 6. Deterministic; any input ends in a Graded. */
export function gradeInstallation(
  definition: ExerciseDefinition,
  settings: EvidenceSettings,
  work: EvidenceWork,
): Graded {
  const start = prepare(definition, settings, work);
  if (!start.ok) return start.graded;
  const prepared = start.value;
  const judges: Record<(typeof installationCriteria)[number], (prepared: Prepared) => Judgement> = {
    maquina: machine,
    sessao: session,
    arranque: boot,
    motor: engine,
    confere: agreement,
  };
  const criteria: CriterionResult[] = [];
  for (const id of installationCriteria) {
    const own: CriterionSettings | undefined = settings.criterios.find((one) => one.id === id);
    if (own) criteria.push(criterion(own, judges[id](prepared)));
  }
  const leans = !prepared.recorded && bestBoot(prepared.files).by === 'imagem';
  return {
    status: 'graded',
    result: assemble({
      exercise: definition.id,
      max: definition.pontos,
      pass: definition.aprovacao,
      criteria,
      found: prepared.recorded ? [] : disagreements(prepared.files, work.today),
      notes: prepared.notes,
      recorded: prepared.recorded,
      lookAtPictures: leans,
    }),
  };
}

/** Files that say how the machine was configured, the log first: it says what was used. */
function machineFiles(files: readonly NamedReading[]): NamedReading[] {
  return [bestLog(files), firstOf(files, 'vbox-settings'), firstOf(files, 'showvminfo')].filter(
    (file) => file !== null,
  );
}

function machine(prepared: Prepared): Judgement {
  const { files, form, recorded } = prepared;
  const sources = machineFiles(files);
  if (sources.length === 0) {
    const listed = firstOf(files, 'list-vms');
    return {
      shown: listed === null ? 0 : 0.2,
      read: null,
      message:
        listed === null
          ? 'Nenhum arquivo mostra uma máquina virtual configurada.'
          : 'A lista mostra que há máquinas, mas não como estão configuradas.',
      evidence: [],
    };
  }
  const find = (
    keys: readonly string[],
    get: (file: NamedReading, key: string) => string | number | null,
  ) => {
    for (const file of sources)
      for (const key of keys) {
        const value = get(file, key);
        if (value !== null) return { file, key, value };
      }
    return null;
  };
  const name = find(['nome_vm', 'nome'], (file, key) => textOf(file.reading, key));
  const ram = find(['ram_mb'], (file, key) => numberOf(file.reading, key));
  const cpus = find(['cpus'], (file, key) => numberOf(file.reading, key));
  const stated = {
    name: text(form.fields, 'nome-da-maquina'),
    ram: megabytes(form.fields, 'memoria'),
    cpus: number(form.fields, 'processadores'),
  };
  const comparisons: Comparison[] = [
    {
      label: 'nome-da-maquina',
      right: stated.name === null || name === null ? null : sameName(stated.name, String(name.value)),
    },
    {
      label: 'memoria',
      right: stated.ram === null || ram === null ? null : Math.abs(stated.ram - Number(ram.value)) < 1,
    },
    {
      label: 'processadores',
      right: stated.cpus === null || cpus === null ? null : stated.cpus === cpus.value,
    },
  ];
  const evidence: Evidence[] = [name, ram, cpus]
    .filter((one) => one !== null)
    .map((one) => lineOf(one.file, one.key, String(one.value)));
  const described = `máquina “${name?.value ?? '?'}”, ${ram?.value ?? '?'} MB, ${cpus?.value ?? '?'} processador(es)`;
  return {
    shown: recorded ? null : sources.length >= 2 ? 1 : 0.75,
    read: share(comparisons),
    contradicted: contradicts(comparisons, prepared),
    message: recorded
      ? said(comparisons, true)
      : `Os arquivos mostram a ${described}. ${sources.length < 2 ? 'Com um segundo arquivo (o .vbox ou o showvminfo) dá para conferir. ' : ''}${said(comparisons, false)}`,
    evidence: recorded ? [] : evidence,
    ...(recorded || sources.length >= 2 ? rereadHint(comparisons, sources[0]?.name ?? '') : {}),
  };
}

function session(prepared: Prepared): Judgement {
  const { files, form, recorded } = prepared;
  const log = bestLog(files);
  const version = log === null ? null : (textOf(log.reading, 'vbox')?.split(' ')[0] ?? null);
  const settingsVersion = firstOf(files, 'vbox-settings');
  const known = version ?? (settingsVersion === null ? null : textOf(settingsVersion.reading, 'vbox'));
  const stated = text(form.fields, 'versao-do-virtualbox');
  const digits = /\d+(?:\.\d+){0,2}/.exec(stated ?? '')?.[0] ?? null;
  const comparisons: Comparison[] = [
    {
      label: 'versao-do-virtualbox',
      right:
        stated === null || known === null
          ? null
          : digits !== null &&
            (known === digits || known.startsWith(`${digits}.`) || known.startsWith(`${digits}_`)),
    },
  ];
  if (log === null) {
    const running = ofFormat(files, 'showvminfo').find(
      ({ reading }) => textOf(reading, 'estado') === 'running',
    );
    return {
      shown: recorded ? null : running ? 0.5 : 0,
      read: share(comparisons),
      message: running
        ? `${running.name} mostra a máquina ligada, mas falta o VBox.log, que conta o que aconteceu.`
        : 'Falta o VBox.log, o registro que a máquina escreve quando é ligada.',
      evidence: running ? [lineOf(running, 'estado', 'running')] : [],
    };
  }
  const ran = flagOf(log.reading, 'rodou') === true;
  const failed = textOf(log.reading, 'falha_ao_ligar');
  const states = log.reading.facts.get('estados')?.value;
  const list = Array.isArray(states) ? states.join(', ') : '';
  return {
    shown: recorded ? null : ran ? 1 : 0.35,
    read: share(comparisons),
    contradicted: contradicts(comparisons, prepared),
    message: recorded
      ? said(comparisons, true)
      : ran
        ? `${log.name} registra uma sessão do VirtualBox ${known ?? ''} que rodou (${list}). ${said(comparisons, false)}`
        : `${log.name} é um registro do VirtualBox ${known ?? ''}, mas a máquina não chegou a rodar${failed === null ? '' : ` (${failed})`}.`,
    evidence: recorded ? [] : [lineOf(log, 'estados', list)],
    ...(ran || recorded
      ? rereadHint(comparisons, log.name)
      : {
          hint: 'O que o VirtualBox mostrou ao tentar ligar a máquina? Resolva a mensagem, ligue de novo e entregue o registro novo.',
        }),
  };
}

const engineMessages: Readonly<Record<string, string>> = {
  'VT-x': 'A máquina rodou com VT-x, as instruções deste curso.',
  'AMD-V': 'A máquina rodou com AMD-V, o equivalente da AMD ao VT-x.',
  NEM: 'A máquina rodou sobre outro hipervisor (NEM: Hyper-V no Windows, Hypervisor.framework no macOS, KVM no Linux). Não é erro seu: o hipervisor do sistema já ocupa o VT-x ou o AMD-V. É por isso que a tartaruga aparece e a máquina fica mais lenta.',
  'raw-mode':
    'A máquina rodou sem virtualização por hardware (raw-mode): o VT-x ou o AMD-V estava desligado ou não existe.',
};

function engine(prepared: Prepared): Judgement {
  const { files, form, recorded } = prepared;
  const log = ofFormat(files, 'vbox-log').find(({ reading }) => textOf(reading, 'motor') !== null) ?? null;
  const used = log === null ? null : textOf(log.reading, 'motor');
  const stated = motor(form.fields, 'motor');
  const blank = text(form.fields, 'motor') === null;
  const comparisons: Comparison[] = [
    { label: 'motor', right: blank || used === null ? null : stated === used },
  ];
  if (log === null || used === null) {
    // Settings say only what was asked for; where they say nothing, hardware virtualization is on by default.
    const asked = files.find(
      ({ reading }) => reading.format === 'vbox-settings' || reading.format === 'showvminfo',
    );
    return {
      shown: recorded ? null : asked ? 0.25 : 0,
      read: null,
      message: asked
        ? `${asked.name} diz só o que foi pedido; o que aconteceu de verdade está no VBox.log (configurar não é usar).`
        : 'Nenhum arquivo diz qual motor rodou a máquina (VT-x, AMD-V, outro hipervisor ou nenhum).',
      evidence: asked ? [lineOf(asked, 'virtualizacao_pedida', 'virtualização por hardware')] : [],
    };
  }
  const paging = flagOf(log.reading, 'paginacao_aninhada');
  return {
    shown: recorded ? null : 1,
    read: share(comparisons),
    contradicted: contradicts(comparisons, prepared),
    message: recorded
      ? said(comparisons, true)
      : `${engineMessages[used] ?? ''}${paging === true ? ' Com paginação aninhada.' : ''} ${said(comparisons, false)}`,
    evidence: recorded ? [] : [lineOf(log, 'motor', textOf(log.reading, 'linha_do_motor') ?? used)],
    ...(comparisons.some(({ right }) => right !== true)
      ? {
          hint: 'No VBox.log, procure a linha “HM: HMR3Init”. O que ela diz que foi usado, e o que diz que não estava disponível?',
        }
      : {}),
  };
}

function agreement(prepared: Prepared): Judgement {
  const { files, form, recorded, work } = prepared;
  const log = bestLog(files);
  const other = firstOf(files, 'vbox-settings') ?? firstOf(files, 'showvminfo');
  const both =
    log !== null &&
    other !== null &&
    numberOf(log.reading, 'ram_mb') !== null &&
    numberOf(other.reading, 'ram_mb') !== null;
  if (!both || log === null || other === null) {
    const only = log ?? other;
    return {
      shown: recorded ? null : only === null ? 0 : 0.4,
      read: null,
      message:
        only === null
          ? 'Sem arquivos, não há o que comparar.'
          : `Só ${only.name} fala de memória e processadores; com mais um arquivo dá para comparar o que foi configurado com o que foi usado.`,
      evidence: [],
    };
  }
  const equal =
    numberOf(log.reading, 'ram_mb') === numberOf(other.reading, 'ram_mb') &&
    numberOf(log.reading, 'cpus') === numberOf(other.reading, 'cpus');
  const strong = disagreements(files, work.today).some((one) => one.weight === 'strong');
  const comparisons: Comparison[] = [
    {
      label: 'usado-igual-ao-configurado',
      right: mapYes(yesNo(form.fields, 'usado-igual-ao-configurado'), equal),
    },
  ];
  return {
    shown: recorded ? null : strong ? 0.2 : equal ? 1 : 0.7,
    read: share(comparisons),
    message: recorded
      ? said(comparisons, true)
      : strong
        ? 'Os arquivos não concordam entre si; um professor vai olhar (veja a razão).'
        : `${equal ? 'O que foi configurado é o que a sessão usou' : 'A configuração mudou depois da sessão registrada'}: ${numberOf(log.reading, 'ram_mb') ?? '?'} MB e ${numberOf(log.reading, 'cpus') ?? '?'} processador(es) no registro. ${said(comparisons, false)}`,
    evidence: recorded
      ? []
      : [lineOf(log, 'ram_mb', 'RamSize'), lineOf(other, 'ram_mb', 'memória configurada')],
  };
}

function mapYes(stated: boolean | null, truth: boolean): boolean | null {
  return stated === null ? null : stated === truth;
}

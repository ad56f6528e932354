// Reader of VBox.log, VirtualBox 2.x to 7.x: who the machine was, on what it ran, which engine, and whether a system came up.
// One pass, one line at a time; the first letters of a message decide whether it is looked at.
import { bootFacts } from './vbox-log-boot.ts';
import { engineFacts } from './vbox-log-engine.ts';
import { header, secondsBetween, splitStamp } from './vbox-log-line.ts';
import { readMessage } from './vbox-log-messages.ts';
import { buildDate, logContradictions } from './vbox-log-plausibility.ts';
import { beginLog, note, type LogState, type Noted } from './vbox-log-state.ts';
import { fact, reading, unknown, type Fact, type Reading } from './reading.ts';
import type { LineReader, TextEnd } from './text-lines.ts';

export const vboxLog: LineReader<LogState> = {
  begin: beginLog,

  line(state, text, line) {
    if (state.secondHeaderLine !== null) return;
    const { stamp, message } = splitStamp(text);
    if ((line <= 5 || message.startsWith('VirtualBox ')) && readHeader(state, message, line)) {
      if (state.secondHeaderLine !== null) return;
    }
    if (stamp !== null) readStamp(state, stamp, line);
    readMessage(state, message, line, stamp);
  },

  end: logReading,
};

function readHeader(state: LogState, message: string, line: number): boolean {
  // A log copied out of a web page may have scraps before its first words.
  const at = line <= 5 ? message.search(/VirtualBox (?:VM )?\d/) : 0;
  const found = header.exec(at > 0 ? message.slice(at) : message);
  if (!found) return false;
  if (state.vbox.value !== null) {
    state.secondHeaderLine = line;
    return true;
  }
  note(state.vbox, `${found[1] ?? ''} r${found[2] ?? ''}`, line);
  note(state.platform, found[3] ?? '', line);
  state.built = buildDate(found[4] ?? '');
  return true;
}

function readStamp(state: LogState, stamp: string, line: number): void {
  if (state.firstStamp.value === null) note(state.firstStamp, stamp, line);
  const last = state.lastStamp.value;
  // A stamp with fewer decimals than the others is one that was cut.
  if (last !== null && decimals(last) !== decimals(stamp)) return;
  if (last !== null && (stamp.length < last.length || (stamp.length === last.length && stamp < last))) {
    state.stepBackLine ??= line;
  }
  state.lastStamp.value = stamp;
  state.lastStamp.line = line;
}

function decimals(stamp: string): number {
  return stamp.length - stamp.lastIndexOf('.');
}

function logReading(state: LogState, text: TextEnd): Reading {
  const states = state.consoleStates.length > 0 ? state.consoleStates : state.vmStates;
  const engine = engineFacts(state.engine, state.ranLine !== null);
  const boot = bootFacts(state.boot, {
    ran: state.ranLine !== null,
    over: state.over,
    overLine: state.overLine,
    powerUpFailed: state.powerUpFailed.value !== null,
    stuck: state.stuck,
    secondsAfterHandOver: secondsBetween(state.boot.sourceStamp, state.overStamp),
  });
  const host =
    state.hostProduct.value !== null && state.hostRelease.value !== null
      ? fact(`${state.hostProduct.value} ${state.hostRelease.value}`.trim(), state.hostProduct.line)
      : unknown;
  const { config } = state;
  const ram = config.ramBytes.value === null ? null : config.ramBytes.value / 1_048_576;
  return reading(
    'vbox-log',
    {
      vbox: as(state.vbox),
      plataforma: as(state.platform),
      host,
      host_ram_mb: as(state.hostRam),
      os_type: as(state.osType),
      ram_mb: fact(ram, config.ramBytes.line),
      cpus: as(config.cpus),
      uuid: as(config.uuid),
      nome_vm: as(config.name),
      // IEM interprets every instruction: none of the engines the course asks about.
      motor: fact(engine.engine === 'IEM' ? null : engine.engine, engine.line),
      paginacao_aninhada: fact(engine.nestedPaging, engine.line),
      estados: fact(states, state.statesLine),
      bootou: fact(boot.booted, boot.bootedLine),
      instalado: fact(boot.installed, boot.bootedLine),
      boot_falhou: fact(boot.failed, state.boot.failedLine),
      ga: as(state.additions),
      primeiro_ts: as(state.firstStamp),
      ultimo_ts: as(state.lastStamp),
    },
    {
      more: {
        aberto_em: as(state.opened),
        executavel: as(state.executable),
        pid: as(state.processId),
        processadores_do_computador: as(state.hostCpus),
        disco_gb: fact(
          state.diskBytes.value === null ? null : state.diskBytes.value / 1_073_741_824,
          state.diskBytes.line,
        ),
        interpretado: fact(engine.engine === 'IEM' ? true : null, engine.line),
        falha_ao_ligar: as(state.powerUpFailed),
        rodou: fact(state.ranLine !== null, state.ranLine),
        bytes_gravados: as(state.bytesWritten),
        bytes_lidos: as(state.bytesRead),
        duracao_s: fact(secondsBetween(state.firstStamp.value, state.lastStamp.value), state.lastStamp.line),
        atraso: fact(state.slowLine === null ? null : true, state.slowLine),
        linha_do_motor: fact(state.engine.decidedText, state.engine.decidedLine),
      },
      contradictions: logContradictions(state, engine),
      remark: text.nulBytes ? 'O arquivo tem bytes nulos, que foram pulados; o resto foi lido.' : null,
    },
  );
}

function as<T>(slot: Noted<T>): Fact<T> {
  return fact(slot.value, slot.line);
}

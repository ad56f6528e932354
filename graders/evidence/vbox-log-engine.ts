// Which engine ran the guest of a VBox.log: decided by the line in which HM (HWACCM up to 4.2) or NEM says so.
// Source of the lines: VMM/VMMR3/HM.cpp, HWACCM.cpp and NEMR3.cpp of VirtualBox, 2.x to 7.x.

export type Engine = 'VT-x' | 'AMD-V' | 'NEM' | 'raw-mode' | 'IEM';

export interface EngineState {
  /** The decisive line, the first of its kind. */
  decided: Engine | null;
  decidedLine: number | null;
  decidedText: string | null;
  nestedOffered: boolean;
  /** Lines that confirm an engine while it is set up. */
  confirmed: Engine | null;
  confirmedLine: number | null;
  nestedEnabled: boolean;
  /** The configuration dump turns nested paging off. */
  nestedRefused: boolean;
  /** Up to 4.2 AMD-V has no line of its own: its features are listed, and then what guests it supports. */
  amdFeaturesLine: number | null;
  /** HM finished its set-up, so that a missing "nested paging" line means it is off. */
  setUpDone: boolean;
  /** The raw-mode patch manager patched guest code. */
  patchedLine: number | null;
  nativeLine: number | null;
  snailLine: number | null;
}

export function beginEngine(): EngineState {
  return {
    decided: null,
    decidedLine: null,
    decidedText: null,
    nestedOffered: false,
    confirmed: null,
    confirmedLine: null,
    nestedEnabled: false,
    nestedRefused: false,
    amdFeaturesLine: null,
    setUpDone: false,
    patchedLine: null,
    nativeLine: null,
    snailLine: null,
  };
}

function decide(state: EngineState, engine: Engine, line: number, text: string): void {
  if (state.decided !== null) return;
  state.decided = engine;
  state.decidedLine = line;
  state.decidedText = text.slice(0, 200);
}

function confirm(state: EngineState, engine: Engine, line: number): void {
  if (engine === 'VT-x' || engine === 'AMD-V') state.nativeLine ??= line;
  if (state.confirmed !== null) return;
  state.confirmed = engine;
  state.confirmedLine = line;
}

/** A message that starts with `HM: `, `HMR3Init` or `HWACCM: `. */
export function hmLine(state: EngineState, message: string, line: number): void {
  const text = message.startsWith('HM: ') ? message.slice(4) : message;
  if (text.startsWith('HMR3Init: ')) {
    const said = text.slice(10);
    if (/^Attempting fall ?back to NEM/i.test(said)) decide(state, 'NEM', line, text);
    else if (/^Falling back on IEM/i.test(said)) {
      // The last resort overrules the attempt on NEM that came before it.
      state.decided = null;
      decide(state, 'IEM', line, text);
    } else if (/^Falling back to raw-mode/i.test(said)) decide(state, 'raw-mode', line, text);
    else if (/^VT-x\b(?!\/)(?!.*\bnot\b)/.test(said)) {
      decide(state, 'VT-x', line, text);
      state.nestedOffered ||= said.includes('w/ nested paging');
    } else if (/^(?:AMD-V|SVM)\b(?!.*\bnot\b)/.test(said)) {
      decide(state, 'AMD-V', line, text);
      state.nestedOffered ||= said.includes('w/ nested paging');
    }
    return;
  }
  if (text.startsWith('HWACCM: ')) {
    const said = text.slice(8).trimStart();
    if (/^No (?:VT-x or AMD-V|VMX or SVM) CPU extension found/.test(said)) {
      decide(state, 'raw-mode', line, text);
    } else if (/^(?:VMX|VT-x) enabled/i.test(said)) {
      decide(state, 'VT-x', line, text);
      state.nativeLine ??= line;
    } else if (/^(?:SVM|AMD-V) enabled/i.test(said)) {
      decide(state, 'AMD-V', line, text);
      state.nativeLine ??= line;
    } else if (/^(?:VMX|VT-x|SVM|AMD-V) setup failed/i.test(said)) {
      decide(state, 'raw-mode', line, text);
    } else if (/^Enabled nested paging|^Nested paging enabled/i.test(said)) state.nestedEnabled = true;
    if (/^(?:AMD-V|SVM) revision/.test(said)) state.amdFeaturesLine ??= line;
    else if (
      state.amdFeaturesLine !== null &&
      /^(?:32-bit .*guests? supported|Enabled nested paging|VT-x\/AMD-V init method)/.test(said)
    ) {
      decide(state, 'AMD-V', line, text);
      state.nativeLine ??= line;
    }
    if (/^VT-x\/AMD-V init method/.test(said)) state.setUpDone = true;
    return;
  }
  if (!message.startsWith('HM: ')) return;
  const said = text.trimStart();
  if (/^(?:Using VT-x implementation|Enabled VMX|VT-x enabled|VMX enabled)/i.test(said)) {
    confirm(state, 'VT-x', line);
  } else if (/^(?:Using AMD-V implementation|Enabled SVM|AMD-V enabled|SVM enabled)/i.test(said)) {
    confirm(state, 'AMD-V', line);
  } else if (/^(?:Enabled nested paging|Nested paging enabled)/i.test(said)) state.nestedEnabled = true;
  else if (/^VT-x\/AMD-V init method/i.test(said)) state.setUpDone = true;
  else if (/^Setting fHMEnabled to false because fUseNEMInstead/.test(said)) {
    decide(state, 'NEM', line, text);
  }
}

/** A message that starts with `NEM: `. */
export function nemLine(state: EngineState, message: string, line: number): void {
  if (/execution mode is active|NEMR3Init: Active\b/.test(message)) {
    state.snailLine ??= line;
    confirm(state, 'NEM', line);
  } else if (
    /^NEM:\s+(?:Successfully set up partition|Created partition|KVM_CAP_|WHvCapability)/.test(message)
  ) {
    confirm(state, 'NEM', line);
  }
}

export interface EngineFacts {
  readonly engine: Engine | null;
  readonly line: number | null;
  /** Null where it does not apply (NEM, IEM) or cannot be told. */
  readonly nestedPaging: boolean | null;
  readonly contradiction: { readonly line: number; readonly message: string } | null;
}

export function engineFacts(state: EngineState, ran: boolean): EngineFacts {
  // In raw-mode builds nothing is logged where hardware virtualization was simply off; patches prove raw mode.
  const patched: Engine | null = ran && state.patchedLine !== null ? 'raw-mode' : null;
  const amd: Engine | null = ran && state.amdFeaturesLine !== null ? 'AMD-V' : null;
  const engine = state.decided ?? state.confirmed ?? patched ?? amd;
  const line = state.decidedLine ?? state.confirmedLine ?? state.patchedLine ?? state.amdFeaturesLine;
  const native = engine === 'VT-x' || engine === 'AMD-V';
  let nestedPaging: boolean | null = null;
  if (native) {
    // HM says in its first line what the processor offers, and uses it unless the configuration refuses.
    const byHm = state.decidedText?.startsWith('HMR3Init') === true;
    if (state.nestedEnabled) nestedPaging = true;
    else if (byHm) nestedPaging = state.nestedOffered && !state.nestedRefused;
    else if (state.setUpDone) nestedPaging = false;
  } else if (engine === 'raw-mode') nestedPaging = false;
  const impossible = state.snailLine !== null && state.nativeLine !== null;
  return {
    engine,
    line: engine === null ? null : line,
    nestedPaging,
    contradiction: impossible
      ? {
          line: Math.max(state.snailLine ?? 0, state.nativeLine ?? 0),
          message:
            'O registro diz que usou VT-x ou AMD-V e também que rodou sobre outro hipervisor (NEM); numa sessão só uma das duas coisas acontece.',
        }
      : null,
  };
}

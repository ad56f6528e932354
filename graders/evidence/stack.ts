// Reader of a copied stack: Process Explorer and Process Hacker frames, and those of WinDbg, gdb and /proc.
// The top of the stack comes first; the start of the thread is the last frame.
import { fact, keep, reading, rejection, type Contradiction, type Reading } from './reading.ts';
import type { LineReader, TextEnd } from './text-lines.ts';

export type FrameShape = 'procexp' | 'windbg' | 'linux';
export interface Frame {
  readonly text: string;
  readonly shape: FrameShape;
  /** Process Hacker numbers its frames from 0: a 0 starts another stack. */
  readonly index: number | null;
}

/** A module's name may hold single spaces; more of them set columns apart. Modules keep their extension: mostly dll, exe and sys, but also r0 (VirtualBox's own), pyd, bpl and others. */
const extension = '[a-z][a-z0-9_]{0,6}';
const procexpFrame = new RegExp(
  `^(?:(\\d{1,4}),? )?((?! )(?:[^!+\\t"<>| ]| (?! )){1,120}\\.${extension}(?:!\\S.{0,800}?)?(?:\\+0x[0-9a-f]{1,16})?)(?: \\(No unwind info\\))?$`,
  'i',
);
const addressFrame = /^(?:(\d{1,4}),? )?(0x[0-9a-f]{4,16})(?: \(No unwind info\))?$/i;
const windbgFrame =
  /^(?:[0-9a-f]{2,3} )?(?:\(Inline(?: Function)?\) )?(?:(?:[0-9a-f]{8}(?:`[0-9a-f]{8})?|--------`?-*) {1,12}){0,3}([A-Za-z_][\w.]{0,60}!\S.{0,500}?(?:\+0x[0-9a-f]{1,16})?)(?: \[.*\])?$/;
/** `kv` of WinDbg: stack pointer, return address, arguments between colons. */
const windbgArguments =
  /^(?:[0-9a-f]{2,3} +)?[0-9a-f]{8}(?:`[0-9a-f]{8})? +[0-9a-f]{8}(?:`[0-9a-f]{8})? +: .{0,400} : +([A-Za-z_][\w.]{0,60}[!+]\S.{0,500})$/;
/** The same frames numbered (`kn`, !analyze), and those of a crash report, with address and section before them. */
const numberedFrame = /^\d{1,3} : ([A-Za-z_][\w.]{0,60}!\S.{0,500})$/;
const crashFrame = /^[0-9a-f]{8,16} [0-9a-f]{2}:[0-9a-f]{8,16} ([^!+\t"<>|]{1,120}(?:[!+]\S.{0,800})?)$/i;
const procFrame = /^\[<(?:0|[0-9a-f]{8,16})>\] ([\w.$]+\+0x[0-9a-f]+\/0x[0-9a-f]+(?: \[\w+\])?)$/i;
const gdbFrame = /^#(\d{1,4})\s+((?:0x[0-9a-f]+ in )?[\w:~<>$*&@.?-]+(?: <.*>)? ?\(.*)$/;
const threadMark =
  /^(?:stack\s*[-–]\s*)?(?:ThID|TID|Thread(?: ?ID)?)\s*[:#=]?\s*(0x[0-9a-f]{1,8}|\d[\da-f]{1,7}|\d{1,9})\b\s*[:;)]?(?:\s|$)/i;

/** A line as a stack frame, or null. */
export function frameOf(raw: string): Frame | null {
  const text = raw.trim();
  if (text.length < 3 || text.length > 1200) return null;
  const address = addressFrame.exec(text);
  if (address) return { text: address[2] ?? '', shape: 'procexp', index: numberOr(address[1]) };
  const reported = crashFrame.exec(text) ?? numberedFrame.exec(text);
  if (reported) return { text: reported[1] ?? '', shape: 'windbg', index: null };
  const own = procexpFrame.exec(text);
  if (own && /!|\+0x/i.test(own[2] ?? '')) {
    return { text: own[2] ?? '', shape: 'procexp', index: numberOr(own[1]) };
  }
  const proc = procFrame.exec(text);
  if (proc) return { text: proc[1] ?? '', shape: 'linux', index: null };
  const gdb = gdbFrame.exec(text);
  if (gdb) return { text: gdb[2] ?? '', shape: 'linux', index: numberOr(gdb[1]) };
  const windbg = windbgArguments.exec(text) ?? windbgFrame.exec(text);
  if (windbg && !/\s!|!=/.test(text)) return { text: windbg[1] ?? '', shape: 'windbg', index: null };
  return null;
}

function numberOr(text: string | undefined): number | null {
  return text === undefined ? null : Number(text);
}

/** The number of the thread whose stack follows, as it is written, or null. */
export function threadNumber(raw: string): string | null {
  return threadMark.exec(raw.trim())?.[1] ?? null;
}

/** Some programs write the numbers in hexadecimal without saying so: one with a letter gives all of them away. */
function threadNumbers(written: readonly string[]): number[] {
  const hexadecimal = written.some((text) => /^\d[\da-f]*[a-f]/i.test(text) && !/^0x/i.test(text));
  return [...new Set(written.map((text) => (hexadecimal ? Number.parseInt(text, 16) : Number(text))))];
}

interface StackState {
  frames: number;
  /** As written, which may be hexadecimal. */
  readonly tids: string[];
  readonly shapes: Record<FrameShape, number>;
  last: { readonly frame: Frame; readonly line: number } | null;
  beforeLast: string | null;
  first: { readonly frame: Frame; readonly line: number } | null;
  /** Frames of the last stack. */
  lastStack: number;
  kernelOnly: boolean;
  lastText: string;
  firstLine: number | null;
  readonly samples: string[];
  userAfterKernel: boolean;
  kernelBelowUserLine: number | null;
}

const MAX_TIDS = 2000;

export const stack: LineReader<StackState> = {
  begin: () => ({
    frames: 0,
    tids: [],
    shapes: { procexp: 0, windbg: 0, linux: 0 },
    last: null,
    beforeLast: null,
    first: null,
    lastStack: 0,
    kernelOnly: true,
    lastText: '',
    firstLine: null,
    samples: [],
    userAfterKernel: false,
    kernelBelowUserLine: null,
  }),

  line(state, text, line) {
    const trimmed = text.trim();
    if (trimmed === '') return;
    state.lastText = trimmed;
    const tid = threadNumber(trimmed);
    if (tid !== null) {
      if (state.tids.length < MAX_TIDS && !state.tids.includes(tid)) state.tids.push(keep(tid));
      newStack(state);
      return;
    }
    const frame = frameOf(trimmed);
    if (frame === null) return;
    // Nothing is called from below the start of a thread: what follows is another stack.
    const ended = /!_*RtlUserThreadStart\b|!KiStartSystemThread\b/.test(state.last?.frame.text ?? '');
    if ((frame.index === 0 && state.lastStack > 0) || ended) newStack(state);
    const kept = { frame: { ...frame, text: keep(frame.text) }, line };
    state.frames += 1;
    state.lastStack += 1;
    state.shapes[frame.shape] += 1;
    state.firstLine ??= line;
    state.first ??= kept;
    state.beforeLast = state.last?.frame.text ?? null;
    state.last = kept;
    const kernel = isKernel(frame.text);
    if (!kernel) {
      state.kernelOnly = false;
      state.userAfterKernel = true;
    } else if (state.userAfterKernel) state.kernelBelowUserLine ??= line;
    if (state.samples.length < 60) state.samples.push(kept.frame.text);
  },

  end: stackReading,
};

function newStack(state: StackState): void {
  state.lastStack = 0;
  state.kernelOnly = true;
  state.userAfterKernel = false;
  state.last = null;
  state.beforeLast = null;
}

function isKernel(frame: string): boolean {
  return (
    /\.(?:sys|r0)[!+]/i.test(frame) ||
    /^(?:ntoskrnl|ntkrnlpa|ntkrnlmp|ntkrpamp|hal)\.(?:exe|dll)[!+]/i.test(frame)
  );
}

/** Functions in which a thread starts (or through which every thread passes on its way down to its start). */
const startsThread =
  /!(?:_*RtlUserThreadStart|BaseThreadInitThunk|_*BaseThreadInitThunk|LdrInitializeThunk|PspSystemThreadStartup|PspUserThreadStartup|KiStartSystemThread|KxStartSystemThread|KiThreadStartup|KiStartUserThread|RtlInitializeExceptionChain|RtlGetAppContainerNamedObjectPath|BaseProcessStart|BaseThreadStart|GetModuleFileNameA|GetModuleHandleA|RtlCreateUserThread|thread_start\w*|_start|clone3?|start_thread)\b/i;
/** Where the processor crosses from the program into the kernel; below it the program's own frames must follow. */
const crossing =
  /!(?:KiSystemServiceCopyEnd|KiSystemServiceExit|KiSystemCall64\w*|KiFastCallEntry|KiSystemService\w*|KiUserModeCallback\w*|setjmpex|NtWaitForSingleObject|NtDelayExecution)\b/i;
/** Windows' own libraries: a thread is started in them only through the functions above. */
const windowsLibrary =
  /^(?:user32|gdi32\w*|gdi\+|gdiplus|win32u|kernelbase|kernel32|ntdll|combase|ole32|oleaut32|rpcrt4|sechost|shell32|shlwapi|msvcrt|ucrtbase|uxtheme|comctl32|ws2_32|mswsock|winmm|imm32|msctf|advapi32|crypt32|bcrypt\w*|dwmapi|wow64\w*|ntoskrnl|ntkrnlpa|ntkrnlmp|win32k\w*)\.(?:dll|exe|sys)[!+]/i;

/** The last frame as the thread's start, or null where the text ends before one can be it. */
export function baseOf(frame: string, before: string | null, kernelOnly: boolean): string | null {
  if (startsThread.test(frame) || /!_*BaseThreadInitThunk\b/i.test(before ?? '')) return frame;
  if (kernelOnly && isKernel(frame)) return crossing.test(frame) ? null : frame;
  return windowsLibrary.test(frame) ? null : frame;
}

function stackReading(state: StackState, text: TextEnd): Reading {
  if (state.frames === 0) return rejection('Não encontrei nenhum quadro de pilha neste arquivo.');
  const { last } = state;
  // A last line that is no whole frame is one that was cut.
  const cut = text.openEnd && frameOf(state.lastText) === null;
  const base = last === null || cut ? null : baseOf(last.frame.text, state.beforeLast, state.kernelOnly);
  const procexp =
    state.shapes.procexp > 0 && state.shapes.procexp >= state.shapes.windbg + state.shapes.linux;
  const contradictions: Contradiction[] = [];
  if (procexp && state.kernelBelowUserLine !== null) {
    contradictions.push({
      weight: 'mild',
      line: state.kernelBelowUserLine,
      message:
        'Há um quadro do núcleo abaixo de quadros do programa; numa pilha o núcleo fica sempre em cima.',
    });
  }
  const modules = [
    ...new Set(state.samples.map((frame) => (/^[^!+]+/.exec(frame)?.[0] ?? '').toLowerCase())),
  ];
  return reading(
    'stack',
    {
      procexp: fact(procexp, state.firstLine),
      tids: fact(threadNumbers(state.tids), state.firstLine),
      base: fact(base, last?.line ?? null),
      quadros: fact(state.frames, state.firstLine),
    },
    {
      contradictions,
      more: {
        topo: fact(state.first?.frame.text ?? null, state.first?.line ?? null),
        modulos: fact(modules, state.firstLine),
      },
      remark:
        base === null
          ? 'A pilha termina antes do início da thread (RtlUserThreadStart e vizinhas). No Process Explorer, use Copy All na janela Stack.'
          : null,
    },
  );
}

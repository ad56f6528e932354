// Exceptions of the simulated processor, and the signal that a VM exit has replaced the current instruction.
// SDM vol. 3, chapter 6 (interrupt and exception handling).

export const DE = 0;
export const DB = 1;
export const NMI = 2;
export const BP = 3;
export const OF_TRAP = 4;
export const UD = 6;
export const NM = 7;
export const DF_ABORT = 8;
export const TS = 10;
export const NP = 11;
export const SSF = 12;
export const GP = 13;
export const PFV = 14;
export const AC = 17;

/** Vectors that push an error code: 8, 10-14, 17. */
export const HAS_ERROR_CODE = 0x27d00;

/** One exception on its way. A single object is reused: faults can be frequent and must not allocate. */
class Fault {
  vector = 0;
  errorCode = 0;
  /** Faulting linear address, for a page fault. */
  address = 0;
}

export const FAULT = new Fault();

/** Thrown when a VM exit has taken place inside an instruction; the state is already the host's. */
export const EXITED = { name: 'VM exit' };

/** Thrown when the program has ended (VMX abort, unhandled exception). */
export const ENDED_SIGNAL = { name: 'end' };

/** Raises an exception without saving a JavaScript stack. */
export function raise(vector: number, errorCode = 0): never {
  FAULT.vector = vector;
  FAULT.errorCode = errorCode;
  // eslint-disable-next-line @typescript-eslint/only-throw-error -- a preallocated signal, not a program error
  throw FAULT;
}

/** Raises #PF with CR2 = `address` (canonical, as a signed number). */
export function raisePageFault(address: number, errorCode: number): never {
  FAULT.address = address;
  return raise(PFV, errorCode);
}

export function exited(): never {
  // eslint-disable-next-line @typescript-eslint/only-throw-error -- a preallocated signal, not a program error
  throw EXITED;
}

export function ended(): never {
  // eslint-disable-next-line @typescript-eslint/only-throw-error -- a preallocated signal, not a program error
  throw ENDED_SIGNAL;
}

// Names of the shifts and rotates by modrm.reg, and where their count comes from. SDM vol. 2, appendix A (group 2).

export const SHIFT_NAMES = ['rol', 'ror', 'rcl', 'rcr', 'shl', 'shr', 'shl', 'sar'] as const;

/** Insn.immediate2 of a shift. */
export const BY_ONE = 0;
export const BY_CL = 1;
export const BY_IMMEDIATE = 2;

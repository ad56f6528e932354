// A machine profile: what one processor model offers, as data. SDM vol. 3, appendix A (capability MSRs).

export type ProfileName = 'penryn' | 'haswell';

/** Capability MSRs by index; an absent one raises #GP(0) on RDMSR. */
export interface Profile {
  readonly name: ProfileName;
  /** Reported by CPUID 80000008H. */
  readonly physicalAddressWidth: number;
  readonly linearAddressWidth: number;
  /** IA32_VMX_BASIC bits 30:0. */
  readonly revision: number;
  /** CPUID.1:EAX. */
  readonly signature: number;
  readonly msrs: ReadonlyMap<number, bigint>;
}

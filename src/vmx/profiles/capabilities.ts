// What a profile's capability MSRs say, taken apart into numbers the machine uses. SDM vol. 3, appendix A.
import type { Profile } from './profile.ts';
import { F } from '../fields/slots.ts';
import type { FieldRequirement, VmcsField } from '../fields/fields.ts';

/** Bits that must be 1 (`must`) and bits that may be 1 (`may`) in a control field. */
export interface AllowedSettings {
  readonly must: number;
  readonly may: number;
}

export interface Capabilities {
  readonly pin: AllowedSettings;
  readonly proc: AllowedSettings;
  readonly proc2: AllowedSettings;
  readonly exit: AllowedSettings;
  readonly entry: AllowedSettings;
  readonly cr0Fixed0: number;
  readonly cr0Fixed1: number;
  readonly cr4Fixed0: number;
  readonly cr4Fixed1: number;
  /** IA32_VMX_MISC. */
  readonly cr3Targets: number;
  readonly activityStates: number;
  readonly storesLma: boolean;
  readonly writableExitInformation: boolean;
  readonly zeroLengthInjection: boolean;
  readonly timerShift: number;
  /** IA32_VMX_EPT_VPID_CAP, 0 without. */
  readonly eptCapLow: number;
  readonly eptCapHigh: number;
  readonly vmFunctions: number;
  readonly hasEpt: boolean;
  readonly hasVpid: boolean;
  /** Physical addresses have no bit of the high half from this mask on. */
  readonly physicalHighMask: number;
  readonly addressesAre32Bit: boolean;
  readonly procOffset: number;
  readonly proc2Offset: number;
  readonly supports: (requirement: FieldRequirement) => boolean;
  readonly hasField: (field: VmcsField) => boolean;
}

const low = (value: bigint): number => Number(value & 0xffffffffn);
const high = (value: bigint): number => Number(value >> 32n);

/** The settings a control MSR allows; the TRUE MSR is used when IA32_VMX_BASIC[55] says that it exists. */
function allowed(profile: Profile, msr: number, trueMsr: number | null): AllowedSettings {
  const basic = profile.msrs.get(0x480) ?? 0n;
  const index = trueMsr !== null && ((basic >> 55n) & 1n) === 1n ? trueMsr : msr;
  const value = profile.msrs.get(index) ?? 0n;
  return { must: low(value) | 0, may: high(value) | 0 };
}

const cache = new WeakMap<Profile, Capabilities>();

export function capabilitiesOf(profile: Profile): Capabilities {
  const known = cache.get(profile);
  if (known !== undefined) return known;
  const msr = (index: number): bigint => profile.msrs.get(index) ?? 0n;
  const pin = allowed(profile, 0x481, 0x48d);
  const proc = allowed(profile, 0x482, 0x48e);
  const proc2 = proc.may < 0 ? { must: 0, may: high(msr(0x48b)) | 0 } : { must: 0, may: 0 };
  const exit = allowed(profile, 0x483, 0x48f);
  const entry = allowed(profile, 0x484, 0x490);
  const misc = msr(0x485);
  const bit = (word: number, n: number): boolean => ((word >>> n) & 1) === 1;
  const eptCapLow = low(msr(0x48c));
  const eptCapHigh = high(msr(0x48c));
  const supports = (requirement: FieldRequirement): boolean => {
    switch (requirement) {
      case 'vpid':
        return bit(proc2.may, 5);
      case 'posted-interrupts':
        return bit(pin.may, 7);
      case 'ept-violation-ve':
        return bit(proc2.may, 18);
      case 'virtual-interrupt-delivery':
        return bit(proc2.may, 9);
      case 'pml':
        return bit(proc2.may, 17);
      case 'msr-bitmaps':
        return bit(proc.may, 28);
      case 'tpr-shadow':
        return bit(proc.may, 21);
      case 'virtualize-apic-accesses':
        return bit(proc2.may, 0);
      case 'vm-functions':
        return bit(proc2.may, 13);
      case 'ept':
        return bit(proc2.may, 1);
      case 'eptp-switching':
        return (msr(0x491) & 1n) === 1n;
      case 'vmcs-shadowing':
        return bit(proc2.may, 14);
      case 'xsaves':
        return bit(proc2.may, 20);
      case 'encls-exiting':
        return bit(proc2.may, 15);
      case 'tsc-scaling':
        return bit(proc2.may, 25);
      case 'guest-pat':
        return bit(entry.may, 14) || bit(exit.may, 18);
      case 'guest-efer':
        return bit(entry.may, 15) || bit(exit.may, 20);
      case 'guest-perf-global-ctrl':
        return bit(entry.may, 13);
      case 'guest-bndcfgs':
        return bit(entry.may, 16) || bit(exit.may, 23);
      case 'host-pat':
        return bit(exit.may, 19);
      case 'host-efer':
        return bit(exit.may, 21);
      case 'host-perf-global-ctrl':
        return bit(exit.may, 12);
      case 'secondary-controls':
        return bit(proc.may, 31);
      case 'pause-loop-exiting':
        return bit(proc2.may, 10);
      case 'preemption-timer':
        return bit(pin.may, 6);
    }
  };
  const result: Capabilities = {
    pin,
    proc,
    proc2,
    exit,
    entry,
    cr0Fixed0: low(msr(0x486)) | 0,
    cr0Fixed1: low(msr(0x487)) | 0,
    cr4Fixed0: low(msr(0x488)) | 0,
    cr4Fixed1: low(msr(0x489)) | 0,
    cr3Targets: Number((misc >> 16n) & 0x1ffn),
    activityStates: Number((misc >> 6n) & 7n),
    storesLma: ((misc >> 5n) & 1n) === 1n,
    writableExitInformation: ((misc >> 29n) & 1n) === 1n,
    zeroLengthInjection: ((misc >> 30n) & 1n) === 1n,
    timerShift: Number(misc & 31n),
    eptCapLow,
    eptCapHigh,
    vmFunctions: low(msr(0x491)),
    hasEpt: bit(proc2.may, 1),
    hasVpid: bit(proc2.may, 5),
    physicalHighMask: ~((1 << (profile.physicalAddressWidth - 32)) - 1),
    addressesAre32Bit: ((msr(0x480) >> 48n) & 1n) === 1n,
    procOffset: F.primary_proc_based_controls,
    proc2Offset: F.secondary_proc_based_controls,
    supports,
    hasField: (field) => field.requires === null || supports(field.requires),
  };
  cache.set(profile, result);
  return result;
}

// CPUID: what the profile's processor says of itself. SDM vol. 2, CPUID.
import type { Cpu } from './cpu.ts';
import * as L from './layout.ts';
import { hasRdtscp } from './msr.ts';

type Leaf = readonly [eax: number, ebx: number, ecx: number, edx: number];

const ascii = (text: string): number =>
  text.charCodeAt(0) | (text.charCodeAt(1) << 8) | (text.charCodeAt(2) << 16) | (text.charCodeAt(3) << 24);

/** FPU, VME, DE, PSE, TSC, MSR, PAE, MCE, CX8, APIC, SEP, PGE, MCA, CMOV, PAT, PSE36, CLFSH, MMX, FXSR, SSE, SSE2. */
const LEAF1_EDX = 0x078bfbff & ~(1 << 12);
const VMX = 1 << 5;
const SMX = 1 << 6;
const MONITOR = 1 << 3;
const XSAVE = 1 << 26;
const CX16 = 1 << 13;
const SYSCALL = 1 << 11;
const NX = 1 << 20;
const RDTSCP = 1 << 27;
const LONG_MODE = 1 << 29;

export function cpuidLeaf(cpu: Cpu, leaf: number, _subleaf: number): Leaf {
  const { caps, profile } = cpu;
  const cr4 = cpu.i32[2 * L.CR4]!;
  switch (leaf) {
    case 0:
      return [13, ascii('Genu'), ascii('ntel'), ascii('ineI')];
    case 1: {
      const smx = (caps.cr4Fixed1 & L.CR4_SMXE) !== 0 ? SMX : 0;
      const osxsave = (cr4 & L.CR4_OSXSAVE) !== 0 ? 1 << 27 : 0;
      return [profile.signature, 0x00010800, VMX | MONITOR | CX16 | XSAVE | smx | osxsave, LEAF1_EDX];
    }
    case 7:
      return [0, (caps.cr4Fixed1 & L.CR4_SMEP) !== 0 ? 0x81 : 0, 0, 0];
    case 0x80000000:
      return [0x80000008 | 0, 0, 0, 0];
    case 0x80000001: {
      const syscall = cpu.codeSize === 64 ? SYSCALL : 0;
      return [0, 0, 1, syscall | NX | LONG_MODE | (hasRdtscp(cpu) ? RDTSCP : 0)];
    }
    case 0x80000002:
      return name(profile.name, 0);
    case 0x80000003:
      return name(profile.name, 16);
    case 0x80000004:
      return name(profile.name, 32);
    case 0x80000008:
      return [profile.physicalAddressWidth | (profile.linearAddressWidth << 8), 0, 0, 0];
    default:
      return [0, 0, 0, 0];
  }
}

/** Sixteen bytes of the brand string. */
function name(profile: string, from: number): Leaf {
  const text = `Vanderpool VMX (${profile})`.padEnd(48, '\0');
  const at = (i: number): number => ascii(text.slice(from + i, from + i + 4));
  return [at(0), at(4), at(8), at(12)];
}

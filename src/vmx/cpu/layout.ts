// Where each piece of processor state lives in the machine's single buffer. A slot is 8 bytes; slot n is
// u64[n], and its halves are u32[2n] (low) and u32[2n + 1] (high). Copying the buffer copies the machine.

/** General registers take slots 0 ... 15 in the order of their encoding (RAX, RCX, RDX, RBX, RSP, ...). */
export const RAX = 0;
export const RCX = 1;
export const RDX = 2;
export const RBX = 3;
export const RSP = 4;
export const RBP = 5;
export const RSI = 6;
export const RDI = 7;
export const R11 = 11;

export const RIP = 16;
export const RFLAGS = 17;
export const CR0 = 18;
export const CR2 = 19;
export const CR3 = 20;
export const CR4 = 21;
export const XCR0 = 22;
export const EFER = 23;
/** DR0 ... DR3 are slots 24 ... 27. */
export const DR0 = 24;
export const DR6 = 28;
export const DR7 = 29;

/** Segment registers: three slots each (selector | access rights, base, limit), in this order. */
export const SEGMENTS = 32;
export const ES = 0;
export const CS = 1;
export const SS = 2;
export const DS = 3;
export const FS = 4;
export const GS = 5;
export const LDTR = 6;
export const TR = 7;

export const GDTR_BASE = 56;
export const GDTR_LIMIT = 57;
export const IDTR_BASE = 58;
export const IDTR_LIMIT = 59;

export const SYSENTER_CS = 60;
export const SYSENTER_ESP = 61;
export const SYSENTER_EIP = 62;
export const STAR = 63;
export const LSTAR = 64;
export const CSTAR = 65;
export const FMASK = 66;
export const KERNEL_GS_BASE = 67;
export const PAT = 68;
export const DEBUGCTL = 69;
export const FEATURE_CONTROL = 70;
export const APIC_BASE = 71;
/** Time-stamp counter = this + number of steps. */
export const TSC_BASE = 72;
export const TSC_AUX = 73;
export const PERF_GLOBAL_CTRL = 74;
export const MISC_ENABLE = 75;

/** Low half: 0 outside VMX operation, 1 root, 2 non-root. */
export const VMX_MODE = 80;
export const VMXON_POINTER = 81;
export const CURRENT_VMCS = 82;
/** Low half: how many VMXONs succeeded since the start. */
export const VMX_EPOCH = 83;
/** Low half: blocking in force (BLOCKED_BY_...); high half: 1 while this boundary is the first after it was set. */
export const BLOCKING = 84;
/** Low half: activity state (0 active, 1 HLT, 2 shutdown, 3 wait-for-SIPI). */
export const ACTIVITY = 85;
/** Pending debug exceptions, as in the VMCS field. */
export const PENDING_DEBUG = 86;
/** Low half: PENDING_... bits; high half: TRAP_AFTER and RF ageing. */
export const PENDING = 87;
/** Low half: not 0 when the next boundary has something to look at. */
export const ATTENTION = 88;
/** Steps executed, as a float64. */
export const STEPS = 89;
/** Low half: 0, or 1 + index of the end reason; high half: vector. Next slot: error code, abort indicator. */
export const ENDED = 90;
export const ENDED_DETAIL = 91;
/** PDPTE registers of PAE paging: slots 92 ... 95. */
export const PDPTE = 92;
/** Step (float64) at which the preemption timer reaches zero; meaningless unless the control is on. */
export const TIMER_DEADLINE = 96;
/** Low half: 1 when MONITOR armed the hardware. */
export const MONITOR = 97;
/** Low/high: last exit's guest RIP; next slot low: last exit reason + 1 (for the "did not advance" warning). */
export const LAST_EXIT_RIP = 98;
export const LAST_EXIT = 99;

/** Local APIC: IRR 4 slots, ISR 4 slots, then registers. */
export const APIC_IRR = 100;
export const APIC_ISR = 104;
export const APIC_TPR = 108;
export const APIC_SVR = 109;
export const APIC_ICR_HIGH = 110;
export const APIC_ICR_LOW = 111;

/** XMM0 ... XMM15, two slots each. */
export const XMM = 128;

/** Known VMCS regions: 32 entries of two slots (address; flags in the low half of the second). */
export const REGIONS = 192;
export const REGION_COUNT = 32;
export const REGION_USED = 1;
export const REGION_ACTIVE = 2;
export const REGION_CLEARED = 4;

/** Bits of BLOCKING, as in the interruptibility field (SDM 24.4.2). */
export const BLOCKED_BY_STI = 1;
export const BLOCKED_BY_MOV_SS = 2;
export const BLOCKED_BY_NMI = 8;

/** Bits of PENDING (low half). */
export const PENDING_NMI = 1;
export const PENDING_INIT = 2;
export const PENDING_TPR = 4;
/** Virtual-NMI blocking (SDM 24.4.2: bit 3 of the field means it when "virtual NMIs" is 1). */
export const VIRTUAL_NMI_BLOCKED = 8;
/** Bits of the high half of PENDING. */
export const TRAP_AFTER = 1;
export const RF_FRESH = 2;

/** Byte offset of one flag byte for each page of RAM. */
export const PAGE_FLAGS = 8192;
export const PAGE_DIRTY = 1;
export const PAGE_HAS_CODE = 2;
export const PAGE_HAS_TABLE = 4;
/** Byte offset of physical address 0. */
export const RAM = 65536;
/** Behind RAM: the TLB, then scratch of compiled code. One 64-KiB page. */
export const TAIL_BYTES = 65536;
export const TLB_ENTRIES = 1024;
export const TLB_STRIDE = 32;
/** Word offsets inside a TLB entry: page number (float64), then generation, permissions, physical page (float64). */
export const TLB_GENERATION = 2;
export const TLB_PERMISSIONS = 3;
/** Float64 index offset of the physical page address. */
export const TLB_PHYSICAL = 2;
export const JIT_SCRATCH = TLB_ENTRIES * TLB_STRIDE;
export const MAX_RAM = (RAM - PAGE_FLAGS) * 4096;

/** RFLAGS bits. */
export const CF = 1;
export const PF = 4;
export const AF = 0x10;
export const ZF = 0x40;
export const SF = 0x80;
export const TF = 0x100;
export const IF = 0x200;
export const DF = 0x400;
export const OF = 0x800;
export const IOPL = 0x3000;
export const NT = 0x4000;
export const RF = 0x10000;
export const VM = 0x20000;
export const ARITHMETIC_FLAGS = CF | PF | AF | ZF | SF | OF;

export const CR0_PE = 1;
export const CR0_MP = 2;
export const CR0_EM = 4;
export const CR0_TS = 8;
export const CR0_NE = 0x20;
export const CR0_WP = 0x10000;
export const CR0_AM = 0x40000;
export const CR0_PG = 0x80000000 | 0;
export const CR4_VME = 1;
export const CR4_PVI = 2;
export const CR4_TSD = 4;
export const CR4_DE = 8;
export const CR4_PSE = 0x10;
export const CR4_PAE = 0x20;
export const CR4_PGE = 0x80;
export const CR4_PCE = 0x100;
export const CR4_OSFXSR = 0x200;
export const CR4_UMIP = 0x800;
export const CR4_VMXE = 0x2000;
export const CR4_SMXE = 0x4000;
export const CR4_FSGSBASE = 0x10000;
export const CR4_PCIDE = 0x20000;
export const CR4_OSXSAVE = 0x40000;
export const CR4_SMEP = 0x100000;
export const EFER_SCE = 1;
export const EFER_LME = 0x100;
export const EFER_LMA = 0x400;
export const EFER_NXE = 0x800;

/** IA32_DEBUGCTL: LBR, BTF, TR, BTS, BTINT, BTS_OFF_OS, BTS_OFF_USR, freeze on PMI. SDM 17.4.1. */
export const DEBUGCTL_BITS = 0x1fc3;

/** Access rights of a segment (SDM 24.4.1): bit 16 marks it unusable. */
export const AR_UNUSABLE = 0x10000;

export const VMX_OUTSIDE = 0;
export const VMX_ROOT = 1;
export const VMX_NON_ROOT = 2;

export const NO_VMCS = 0xffffffffffffffffn;

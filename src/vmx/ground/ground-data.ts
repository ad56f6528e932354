// Facts of the common ground, as data: symbols (physical addresses), the VMWRITE lists of a valid VMCS, and the
// encodings of the guest instructions that recorded cases name.

export const SYMBOLS: Readonly<Record<string, bigint>> = {
  zero: 0x0n,
  host_cr3: 0x1000n,
  host_cr3_alt: 0x7000n,
  pd32: 0x8000n,
  vmxon_a: 0x10000n,
  vmxon_b: 0x11000n,
  vmcs_a: 0x12000n,
  misaligned: 0x12008n,
  misaligned_800: 0x12800n,
  vmcs_b: 0x13000n,
  misaligned_1: 0x13001n,
  vmcs_c: 0x14000n,
  vmcs_d: 0x15000n,
  io_bitmap_a: 0x16000n,
  io_bitmap_b: 0x17000n,
  msr_bitmap: 0x18000n,
  vapic: 0x19000n,
  msr_store: 0x1a000n,
  msr_load_exit: 0x1b000n,
  msr_load_entry: 0x1c000n,
  apic_access: 0x1d000n,
  scratch: 0x1e000n,
  guest_32: 0x30000n,
  exit_entry: 0xfff00n,
  exit_entry2: 0xfff10n,
  bench_exit: 0xfff20n,
  guest_a: 0x200000n,
  guest_b: 0x210000n,
  guest_c: 0x220000n,
  beyond_width: 0x10000012000n,
  beyond_width_b: 0x10000000013000n,
  bit63: 0x8000000000012000n,
  all_ones: 0xffffffffffffffffn,
};

/** What each host register holds after an exit with the default host state. */
export const HOST_AFTER_EXIT: Readonly<Record<string, bigint>> = {
  rsp: 0xf000n,
  rflags: 0x2n,
  cr0: 0x80010033n,
  cr3: 0x1000n,
  cr4: 0x2020n,
  dr7: 0x400n,
  cs: 0x8n,
  ss: 0x10n,
  ds: 0x10n,
  es: 0x10n,
  fs: 0x10n,
  gs: 0x10n,
  tr: 0x28n,
  ldtr: 0x0n,
  gdtr_limit: 0xffffn,
  gdtr_base: 0x9000n,
  idtr_limit: 0xffffn,
  idtr_base: 0xa000n,
  sysenter_cs: 0x8n,
  sysenter_esp: 0xe000n,
  sysenter_eip: 0xf8000n,
  efer: 0x500n,
  fs_base: 0x1f5000n,
  gs_base: 0x1f6000n,
  entry: 0x0n,
};

/** Bytes (hexadecimal) of guest instructions without arguments. */
export const GUEST_INSTRUCTIONS: Readonly<Record<string, string>> = {
  nop: '90',
  cpuid: '0fa2',
  vmcall: '0f01c1',
  hlt: 'f4',
  rdmsr: '0f32',
  wrmsr: '0f30',
  rdtsc: '0f31',
  rdpmc: '0f33',
  pause: 'f390',
  int3: 'cc',
  ud2: '0f0b',
  invd: '0f08',
  wbinvd: '0f09',
  rsm: '0faa',
  monitor: '0f01c8',
  mwait: '0f01c9',
  clts: '0f06',
  sti: 'fb',
  cli: 'fa',
  icebp: 'f1',
  vmlaunch: '0f01c2',
  vmresume: '0f01c3',
  vmxoff: '0f01c4',
  div0: '31c9f7f1',
  getsec: '0f37',
  rdtscp: '0f01f9',
  xsetbv: '0f01d1',
  rdrand_eax: '0fc7f0',
  pushfq: '9c',
  popfq: '9d',
  pop_rax: '58',
  fninit: 'dbe3',
  fnop: 'd9d0',
  movaps: '0f28c1',
  load_rbx_rdi: '488b1f',
  store_rdi_rax: '488907',
  jmp_rdi: 'ffe7',
  mov_ss_ax: '8ed0',
  mov_ds_ax: '8ed8',
  lmsw_ax: '0f01f0',
  smsw_eax: '0f01e0',
  invlpg_rdi: '0f013f',
  lmsw_rdi: '0f0137',
  insb: '6c',
  outsb: '6e',
  insd: '6d',
  outsd: '6f',
  rep_insb: 'f36c',
  rep_outsb: 'f36e',
  outsw: '666f',
  insw: '666d',
  in_al_dx: 'ec',
  in_ax_dx: '66ed',
  in_eax_dx: 'ed',
  out_dx_al: 'ee',
  out_dx_ax: '66ef',
  out_dx_eax: 'ef',
  vmread_rbx_rax: '0f78c3',
  vmwrite_rax_rbx: '0f79c3',
  vmread_m: '0f78042500e00100',
  vmwrite_m: '0f79042500e00100',
  vmptrld_m: '0fc7342500e00100',
  vmptrst_m: '0fc73c2500e00100',
  vmclear_m: '660fc7342500e00100',
  vmxon_m: 'f30fc7342500e00100',
  vmptrld_rdi8: '0fc77708',
  vmclear_rbx_rcx4: '660fc7748b10',
  vmxon_rip: 'f30fc73510000000',
  invlpg_m: '0f013c2500e00100',
  invept_m: '660f3880042500e00100',
  invvpid_m: '660f3881042500e00100',
  sgdt_m: '0f01042500e00100',
  sidt_m: '0f010c2500e00100',
  jmp_self: 'ebfe',
  mov_cr0_rax: '0f22c0',
  mov_rax_cr0: '0f20c0',
  mov_cr0_rcx: '0f22c1',
  mov_rcx_cr0: '0f20c1',
  mov_cr0_rdx: '0f22c2',
  mov_rdx_cr0: '0f20c2',
  mov_cr0_rbx: '0f22c3',
  mov_rbx_cr0: '0f20c3',
  mov_cr0_rbp: '0f22c5',
  mov_rbp_cr0: '0f20c5',
  mov_cr0_rsi: '0f22c6',
  mov_rsi_cr0: '0f20c6',
  mov_cr0_rdi: '0f22c7',
  mov_rdi_cr0: '0f20c7',
  mov_cr3_rax: '0f22d8',
  mov_rax_cr3: '0f20d8',
  mov_cr3_rcx: '0f22d9',
  mov_rcx_cr3: '0f20d9',
  mov_cr3_rdx: '0f22da',
  mov_rdx_cr3: '0f20da',
  mov_cr3_rbx: '0f22db',
  mov_rbx_cr3: '0f20db',
  mov_cr3_rbp: '0f22dd',
  mov_rbp_cr3: '0f20dd',
  mov_cr3_rsi: '0f22de',
  mov_rsi_cr3: '0f20de',
  mov_cr3_rdi: '0f22df',
  mov_rdi_cr3: '0f20df',
  mov_cr4_rax: '0f22e0',
  mov_rax_cr4: '0f20e0',
  mov_cr4_rcx: '0f22e1',
  mov_rcx_cr4: '0f20e1',
  mov_cr4_rdx: '0f22e2',
  mov_rdx_cr4: '0f20e2',
  mov_cr4_rbx: '0f22e3',
  mov_rbx_cr4: '0f20e3',
  mov_cr4_rbp: '0f22e5',
  mov_rbp_cr4: '0f20e5',
  mov_cr4_rsi: '0f22e6',
  mov_rsi_cr4: '0f20e6',
  mov_cr4_rdi: '0f22e7',
  mov_rdi_cr4: '0f20e7',
  mov_cr8_rax: '440f22c0',
  mov_rax_cr8: '440f20c0',
  mov_cr8_rdx: '440f22c2',
  mov_rdx_cr8: '440f20c2',
  mov_dr0_rax: '0f23c0',
  mov_rax_dr0: '0f21c0',
  mov_dr3_rax: '0f23d8',
  mov_rax_dr3: '0f21d8',
  mov_dr6_rax: '0f23f0',
  mov_rax_dr6: '0f21f0',
  mov_dr7_rax: '0f23f8',
  mov_rax_dr7: '0f21f8',
  mov_rbx_dr7: '0f21fb',
};

/** Guest instructions followed by one immediate byte. */
export const GUEST_INSTRUCTIONS_IMM8: Readonly<Record<string, string>> = {
  int: 'cd',
  in_al_imm8: 'e4',
  in_eax_imm8: 'e5',
  out_imm8_al: 'e6',
  out_imm8_eax: 'e7',
  in_ax_imm8: '66e5',
  out_imm8_ax: '66e7',
};

/** Every guest program is followed by L: vmcall; jmp L. */
export const GUEST_TAIL = '0f01c1ebfb';

export type DefaultSet = 'a/64' | 'b/64' | 'c/64' | '32/32' | '32/v86';

/** The VMWRITEs that make a VMCS valid, in order: encoding, value. */
export const DEFAULT_FIELDS: Readonly<
  Record<DefaultSet, readonly (readonly [encoding: number, value: bigint])[]>
> = {
  'a/64': [
    [0x4000, 0x16n], // pin_based_controls
    [0x4002, 0x401e1f2n], // primary_proc_based_controls
    [0x4004, 0x0n], // exception_bitmap
    [0x4006, 0x0n], // page_fault_error_code_mask
    [0x4008, 0x0n], // page_fault_error_code_match
    [0x400a, 0x0n], // cr3_target_count
    [0x400c, 0x36fffn], // vmexit_controls
    [0x400e, 0x0n], // vmexit_msr_store_count
    [0x4010, 0x0n], // vmexit_msr_load_count
    [0x4012, 0x13ffn], // vmentry_controls
    [0x4014, 0x0n], // vmentry_msr_load_count
    [0x4016, 0x0n], // vmentry_interruption_info
    [0x4018, 0x0n], // vmentry_exception_error_code
    [0x401a, 0x0n], // vmentry_instruction_length
    [0x2000, 0x16000n], // io_bitmap_a_addr
    [0x2002, 0x17000n], // io_bitmap_b_addr
    [0x2004, 0x18000n], // msr_bitmap_addr
    [0x2006, 0x1a000n], // vmexit_msr_store_addr
    [0x2008, 0x1b000n], // vmexit_msr_load_addr
    [0x200a, 0x1c000n], // vmentry_msr_load_addr
    [0x2010, 0x0n], // tsc_offset
    [0x6000, 0x0n], // cr0_guest_host_mask
    [0x6002, 0x0n], // cr4_guest_host_mask
    [0x6004, 0x0n], // cr0_read_shadow
    [0x6006, 0x0n], // cr4_read_shadow
    [0x6008, 0x0n], // cr3_target_value_0
    [0x600a, 0x0n], // cr3_target_value_1
    [0x600c, 0x0n], // cr3_target_value_2
    [0x600e, 0x0n], // cr3_target_value_3
    [0x6c00, 0x80010033n], // host_cr0
    [0x6c02, 0x1000n], // host_cr3
    [0x6c04, 0x2020n], // host_cr4
    [0xc00, 0x10n], // host_es_selector
    [0xc02, 0x8n], // host_cs_selector
    [0xc04, 0x10n], // host_ss_selector
    [0xc06, 0x10n], // host_ds_selector
    [0xc08, 0x10n], // host_fs_selector
    [0xc0a, 0x10n], // host_gs_selector
    [0xc0c, 0x28n], // host_tr_selector
    [0x6c06, 0x1f5000n], // host_fs_base
    [0x6c08, 0x1f6000n], // host_gs_base
    [0x6c0a, 0x9800n], // host_tr_base
    [0x6c0c, 0x9000n], // host_gdtr_base
    [0x6c0e, 0xa000n], // host_idtr_base
    [0x4c00, 0x8n], // host_ia32_sysenter_cs
    [0x6c10, 0xe000n], // host_ia32_sysenter_esp
    [0x6c12, 0xf8000n], // host_ia32_sysenter_eip
    [0x6c14, 0xf000n], // host_rsp
    [0x6c16, 0xfff00n], // host_rip
    [0x6800, 0x80010033n], // guest_cr0
    [0x6802, 0x1000n], // guest_cr3
    [0x6804, 0x2020n], // guest_cr4
    [0x800, 0x10n], // guest_es_selector
    [0x802, 0x8n], // guest_cs_selector
    [0x804, 0x10n], // guest_ss_selector
    [0x806, 0x10n], // guest_ds_selector
    [0x808, 0x10n], // guest_fs_selector
    [0x80a, 0x10n], // guest_gs_selector
    [0x80c, 0x0n], // guest_ldtr_selector
    [0x80e, 0x28n], // guest_tr_selector
    [0x6806, 0x0n], // guest_es_base
    [0x6808, 0x0n], // guest_cs_base
    [0x680a, 0x0n], // guest_ss_base
    [0x680c, 0x0n], // guest_ds_base
    [0x680e, 0x1f7000n], // guest_fs_base
    [0x6810, 0x1f8000n], // guest_gs_base
    [0x6812, 0x0n], // guest_ldtr_base
    [0x6814, 0x203800n], // guest_tr_base
    [0x4800, 0xffffffffn], // guest_es_limit
    [0x4802, 0xffffffffn], // guest_cs_limit
    [0x4804, 0xffffffffn], // guest_ss_limit
    [0x4806, 0xffffffffn], // guest_ds_limit
    [0x4808, 0xffffffffn], // guest_fs_limit
    [0x480a, 0xffffffffn], // guest_gs_limit
    [0x480c, 0x0n], // guest_ldtr_limit
    [0x480e, 0x67n], // guest_tr_limit
    [0x4814, 0xc093n], // guest_es_access_rights
    [0x4816, 0xa09bn], // guest_cs_access_rights
    [0x4818, 0xc093n], // guest_ss_access_rights
    [0x481a, 0xc093n], // guest_ds_access_rights
    [0x481c, 0xc093n], // guest_fs_access_rights
    [0x481e, 0xc093n], // guest_gs_access_rights
    [0x4820, 0x10000n], // guest_ldtr_access_rights
    [0x4822, 0x8bn], // guest_tr_access_rights
    [0x6816, 0x203000n], // guest_gdtr_base
    [0x4810, 0x47n], // guest_gdtr_limit
    [0x6818, 0x202000n], // guest_idtr_base
    [0x4812, 0xfffn], // guest_idtr_limit
    [0x681a, 0x400n], // guest_dr7
    [0x681c, 0x204800n], // guest_rsp
    [0x681e, 0x200000n], // guest_rip
    [0x6820, 0x2n], // guest_rflags
    [0x6822, 0x0n], // guest_pending_debug_exceptions
    [0x4824, 0x0n], // guest_interruptibility_state
    [0x4826, 0x0n], // guest_activity_state
    [0x4828, 0x0n], // guest_smbase
    [0x482a, 0x0n], // guest_ia32_sysenter_cs
    [0x6824, 0x0n], // guest_ia32_sysenter_esp
    [0x6826, 0x0n], // guest_ia32_sysenter_eip
    [0x2802, 0x0n], // guest_ia32_debugctl
    [0x2800, 0xffffffffffffffffn], // vmcs_link_pointer
  ],
  'b/64': [
    [0x4000, 0x16n], // pin_based_controls
    [0x4002, 0x401e1f2n], // primary_proc_based_controls
    [0x4004, 0x0n], // exception_bitmap
    [0x4006, 0x0n], // page_fault_error_code_mask
    [0x4008, 0x0n], // page_fault_error_code_match
    [0x400a, 0x0n], // cr3_target_count
    [0x400c, 0x36fffn], // vmexit_controls
    [0x400e, 0x0n], // vmexit_msr_store_count
    [0x4010, 0x0n], // vmexit_msr_load_count
    [0x4012, 0x13ffn], // vmentry_controls
    [0x4014, 0x0n], // vmentry_msr_load_count
    [0x4016, 0x0n], // vmentry_interruption_info
    [0x4018, 0x0n], // vmentry_exception_error_code
    [0x401a, 0x0n], // vmentry_instruction_length
    [0x2000, 0x16000n], // io_bitmap_a_addr
    [0x2002, 0x17000n], // io_bitmap_b_addr
    [0x2004, 0x18000n], // msr_bitmap_addr
    [0x2006, 0x1a000n], // vmexit_msr_store_addr
    [0x2008, 0x1b000n], // vmexit_msr_load_addr
    [0x200a, 0x1c000n], // vmentry_msr_load_addr
    [0x2010, 0x0n], // tsc_offset
    [0x6000, 0x0n], // cr0_guest_host_mask
    [0x6002, 0x0n], // cr4_guest_host_mask
    [0x6004, 0x0n], // cr0_read_shadow
    [0x6006, 0x0n], // cr4_read_shadow
    [0x6008, 0x0n], // cr3_target_value_0
    [0x600a, 0x0n], // cr3_target_value_1
    [0x600c, 0x0n], // cr3_target_value_2
    [0x600e, 0x0n], // cr3_target_value_3
    [0x6c00, 0x80010033n], // host_cr0
    [0x6c02, 0x1000n], // host_cr3
    [0x6c04, 0x2020n], // host_cr4
    [0xc00, 0x10n], // host_es_selector
    [0xc02, 0x8n], // host_cs_selector
    [0xc04, 0x10n], // host_ss_selector
    [0xc06, 0x10n], // host_ds_selector
    [0xc08, 0x10n], // host_fs_selector
    [0xc0a, 0x10n], // host_gs_selector
    [0xc0c, 0x28n], // host_tr_selector
    [0x6c06, 0x1f5000n], // host_fs_base
    [0x6c08, 0x1f6000n], // host_gs_base
    [0x6c0a, 0x9800n], // host_tr_base
    [0x6c0c, 0x9000n], // host_gdtr_base
    [0x6c0e, 0xa000n], // host_idtr_base
    [0x4c00, 0x8n], // host_ia32_sysenter_cs
    [0x6c10, 0xe000n], // host_ia32_sysenter_esp
    [0x6c12, 0xf8000n], // host_ia32_sysenter_eip
    [0x6c14, 0xf000n], // host_rsp
    [0x6c16, 0xfff00n], // host_rip
    [0x6800, 0x80010033n], // guest_cr0
    [0x6802, 0x1000n], // guest_cr3
    [0x6804, 0x2020n], // guest_cr4
    [0x800, 0x10n], // guest_es_selector
    [0x802, 0x8n], // guest_cs_selector
    [0x804, 0x10n], // guest_ss_selector
    [0x806, 0x10n], // guest_ds_selector
    [0x808, 0x10n], // guest_fs_selector
    [0x80a, 0x10n], // guest_gs_selector
    [0x80c, 0x0n], // guest_ldtr_selector
    [0x80e, 0x28n], // guest_tr_selector
    [0x6806, 0x0n], // guest_es_base
    [0x6808, 0x0n], // guest_cs_base
    [0x680a, 0x0n], // guest_ss_base
    [0x680c, 0x0n], // guest_ds_base
    [0x680e, 0x1f7000n], // guest_fs_base
    [0x6810, 0x1f8000n], // guest_gs_base
    [0x6812, 0x0n], // guest_ldtr_base
    [0x6814, 0x213800n], // guest_tr_base
    [0x4800, 0xffffffffn], // guest_es_limit
    [0x4802, 0xffffffffn], // guest_cs_limit
    [0x4804, 0xffffffffn], // guest_ss_limit
    [0x4806, 0xffffffffn], // guest_ds_limit
    [0x4808, 0xffffffffn], // guest_fs_limit
    [0x480a, 0xffffffffn], // guest_gs_limit
    [0x480c, 0x0n], // guest_ldtr_limit
    [0x480e, 0x67n], // guest_tr_limit
    [0x4814, 0xc093n], // guest_es_access_rights
    [0x4816, 0xa09bn], // guest_cs_access_rights
    [0x4818, 0xc093n], // guest_ss_access_rights
    [0x481a, 0xc093n], // guest_ds_access_rights
    [0x481c, 0xc093n], // guest_fs_access_rights
    [0x481e, 0xc093n], // guest_gs_access_rights
    [0x4820, 0x10000n], // guest_ldtr_access_rights
    [0x4822, 0x8bn], // guest_tr_access_rights
    [0x6816, 0x213000n], // guest_gdtr_base
    [0x4810, 0x47n], // guest_gdtr_limit
    [0x6818, 0x212000n], // guest_idtr_base
    [0x4812, 0xfffn], // guest_idtr_limit
    [0x681a, 0x400n], // guest_dr7
    [0x681c, 0x214800n], // guest_rsp
    [0x681e, 0x210000n], // guest_rip
    [0x6820, 0x2n], // guest_rflags
    [0x6822, 0x0n], // guest_pending_debug_exceptions
    [0x4824, 0x0n], // guest_interruptibility_state
    [0x4826, 0x0n], // guest_activity_state
    [0x4828, 0x0n], // guest_smbase
    [0x482a, 0x0n], // guest_ia32_sysenter_cs
    [0x6824, 0x0n], // guest_ia32_sysenter_esp
    [0x6826, 0x0n], // guest_ia32_sysenter_eip
    [0x2802, 0x0n], // guest_ia32_debugctl
    [0x2800, 0xffffffffffffffffn], // vmcs_link_pointer
  ],
  'c/64': [
    [0x4000, 0x16n], // pin_based_controls
    [0x4002, 0x401e1f2n], // primary_proc_based_controls
    [0x4004, 0x0n], // exception_bitmap
    [0x4006, 0x0n], // page_fault_error_code_mask
    [0x4008, 0x0n], // page_fault_error_code_match
    [0x400a, 0x0n], // cr3_target_count
    [0x400c, 0x36fffn], // vmexit_controls
    [0x400e, 0x0n], // vmexit_msr_store_count
    [0x4010, 0x0n], // vmexit_msr_load_count
    [0x4012, 0x13ffn], // vmentry_controls
    [0x4014, 0x0n], // vmentry_msr_load_count
    [0x4016, 0x0n], // vmentry_interruption_info
    [0x4018, 0x0n], // vmentry_exception_error_code
    [0x401a, 0x0n], // vmentry_instruction_length
    [0x2000, 0x16000n], // io_bitmap_a_addr
    [0x2002, 0x17000n], // io_bitmap_b_addr
    [0x2004, 0x18000n], // msr_bitmap_addr
    [0x2006, 0x1a000n], // vmexit_msr_store_addr
    [0x2008, 0x1b000n], // vmexit_msr_load_addr
    [0x200a, 0x1c000n], // vmentry_msr_load_addr
    [0x2010, 0x0n], // tsc_offset
    [0x6000, 0x0n], // cr0_guest_host_mask
    [0x6002, 0x0n], // cr4_guest_host_mask
    [0x6004, 0x0n], // cr0_read_shadow
    [0x6006, 0x0n], // cr4_read_shadow
    [0x6008, 0x0n], // cr3_target_value_0
    [0x600a, 0x0n], // cr3_target_value_1
    [0x600c, 0x0n], // cr3_target_value_2
    [0x600e, 0x0n], // cr3_target_value_3
    [0x6c00, 0x80010033n], // host_cr0
    [0x6c02, 0x1000n], // host_cr3
    [0x6c04, 0x2020n], // host_cr4
    [0xc00, 0x10n], // host_es_selector
    [0xc02, 0x8n], // host_cs_selector
    [0xc04, 0x10n], // host_ss_selector
    [0xc06, 0x10n], // host_ds_selector
    [0xc08, 0x10n], // host_fs_selector
    [0xc0a, 0x10n], // host_gs_selector
    [0xc0c, 0x28n], // host_tr_selector
    [0x6c06, 0x1f5000n], // host_fs_base
    [0x6c08, 0x1f6000n], // host_gs_base
    [0x6c0a, 0x9800n], // host_tr_base
    [0x6c0c, 0x9000n], // host_gdtr_base
    [0x6c0e, 0xa000n], // host_idtr_base
    [0x4c00, 0x8n], // host_ia32_sysenter_cs
    [0x6c10, 0xe000n], // host_ia32_sysenter_esp
    [0x6c12, 0xf8000n], // host_ia32_sysenter_eip
    [0x6c14, 0xf000n], // host_rsp
    [0x6c16, 0xfff00n], // host_rip
    [0x6800, 0x80010033n], // guest_cr0
    [0x6802, 0x1000n], // guest_cr3
    [0x6804, 0x2020n], // guest_cr4
    [0x800, 0x10n], // guest_es_selector
    [0x802, 0x8n], // guest_cs_selector
    [0x804, 0x10n], // guest_ss_selector
    [0x806, 0x10n], // guest_ds_selector
    [0x808, 0x10n], // guest_fs_selector
    [0x80a, 0x10n], // guest_gs_selector
    [0x80c, 0x0n], // guest_ldtr_selector
    [0x80e, 0x28n], // guest_tr_selector
    [0x6806, 0x0n], // guest_es_base
    [0x6808, 0x0n], // guest_cs_base
    [0x680a, 0x0n], // guest_ss_base
    [0x680c, 0x0n], // guest_ds_base
    [0x680e, 0x1f7000n], // guest_fs_base
    [0x6810, 0x1f8000n], // guest_gs_base
    [0x6812, 0x0n], // guest_ldtr_base
    [0x6814, 0x223800n], // guest_tr_base
    [0x4800, 0xffffffffn], // guest_es_limit
    [0x4802, 0xffffffffn], // guest_cs_limit
    [0x4804, 0xffffffffn], // guest_ss_limit
    [0x4806, 0xffffffffn], // guest_ds_limit
    [0x4808, 0xffffffffn], // guest_fs_limit
    [0x480a, 0xffffffffn], // guest_gs_limit
    [0x480c, 0x0n], // guest_ldtr_limit
    [0x480e, 0x67n], // guest_tr_limit
    [0x4814, 0xc093n], // guest_es_access_rights
    [0x4816, 0xa09bn], // guest_cs_access_rights
    [0x4818, 0xc093n], // guest_ss_access_rights
    [0x481a, 0xc093n], // guest_ds_access_rights
    [0x481c, 0xc093n], // guest_fs_access_rights
    [0x481e, 0xc093n], // guest_gs_access_rights
    [0x4820, 0x10000n], // guest_ldtr_access_rights
    [0x4822, 0x8bn], // guest_tr_access_rights
    [0x6816, 0x223000n], // guest_gdtr_base
    [0x4810, 0x47n], // guest_gdtr_limit
    [0x6818, 0x222000n], // guest_idtr_base
    [0x4812, 0xfffn], // guest_idtr_limit
    [0x681a, 0x400n], // guest_dr7
    [0x681c, 0x224800n], // guest_rsp
    [0x681e, 0x220000n], // guest_rip
    [0x6820, 0x2n], // guest_rflags
    [0x6822, 0x0n], // guest_pending_debug_exceptions
    [0x4824, 0x0n], // guest_interruptibility_state
    [0x4826, 0x0n], // guest_activity_state
    [0x4828, 0x0n], // guest_smbase
    [0x482a, 0x0n], // guest_ia32_sysenter_cs
    [0x6824, 0x0n], // guest_ia32_sysenter_esp
    [0x6826, 0x0n], // guest_ia32_sysenter_eip
    [0x2802, 0x0n], // guest_ia32_debugctl
    [0x2800, 0xffffffffffffffffn], // vmcs_link_pointer
  ],
  '32/32': [
    [0x4000, 0x16n], // pin_based_controls
    [0x4002, 0x401e1f2n], // primary_proc_based_controls
    [0x4004, 0x0n], // exception_bitmap
    [0x4006, 0x0n], // page_fault_error_code_mask
    [0x4008, 0x0n], // page_fault_error_code_match
    [0x400a, 0x0n], // cr3_target_count
    [0x400c, 0x36fffn], // vmexit_controls
    [0x400e, 0x0n], // vmexit_msr_store_count
    [0x4010, 0x0n], // vmexit_msr_load_count
    [0x4012, 0x11ffn], // vmentry_controls
    [0x4014, 0x0n], // vmentry_msr_load_count
    [0x4016, 0x0n], // vmentry_interruption_info
    [0x4018, 0x0n], // vmentry_exception_error_code
    [0x401a, 0x0n], // vmentry_instruction_length
    [0x2000, 0x16000n], // io_bitmap_a_addr
    [0x2002, 0x17000n], // io_bitmap_b_addr
    [0x2004, 0x18000n], // msr_bitmap_addr
    [0x2006, 0x1a000n], // vmexit_msr_store_addr
    [0x2008, 0x1b000n], // vmexit_msr_load_addr
    [0x200a, 0x1c000n], // vmentry_msr_load_addr
    [0x2010, 0x0n], // tsc_offset
    [0x6000, 0x0n], // cr0_guest_host_mask
    [0x6002, 0x0n], // cr4_guest_host_mask
    [0x6004, 0x0n], // cr0_read_shadow
    [0x6006, 0x0n], // cr4_read_shadow
    [0x6008, 0x0n], // cr3_target_value_0
    [0x600a, 0x0n], // cr3_target_value_1
    [0x600c, 0x0n], // cr3_target_value_2
    [0x600e, 0x0n], // cr3_target_value_3
    [0x6c00, 0x80010033n], // host_cr0
    [0x6c02, 0x1000n], // host_cr3
    [0x6c04, 0x2020n], // host_cr4
    [0xc00, 0x10n], // host_es_selector
    [0xc02, 0x8n], // host_cs_selector
    [0xc04, 0x10n], // host_ss_selector
    [0xc06, 0x10n], // host_ds_selector
    [0xc08, 0x10n], // host_fs_selector
    [0xc0a, 0x10n], // host_gs_selector
    [0xc0c, 0x28n], // host_tr_selector
    [0x6c06, 0x1f5000n], // host_fs_base
    [0x6c08, 0x1f6000n], // host_gs_base
    [0x6c0a, 0x9800n], // host_tr_base
    [0x6c0c, 0x9000n], // host_gdtr_base
    [0x6c0e, 0xa000n], // host_idtr_base
    [0x4c00, 0x8n], // host_ia32_sysenter_cs
    [0x6c10, 0xe000n], // host_ia32_sysenter_esp
    [0x6c12, 0xf8000n], // host_ia32_sysenter_eip
    [0x6c14, 0xf000n], // host_rsp
    [0x6c16, 0xfff00n], // host_rip
    [0x6800, 0x80010033n], // guest_cr0
    [0x6802, 0x8000n], // guest_cr3
    [0x6804, 0x2010n], // guest_cr4
    [0x800, 0x10n], // guest_es_selector
    [0x802, 0x8n], // guest_cs_selector
    [0x804, 0x10n], // guest_ss_selector
    [0x806, 0x10n], // guest_ds_selector
    [0x808, 0x10n], // guest_fs_selector
    [0x80a, 0x10n], // guest_gs_selector
    [0x80c, 0x0n], // guest_ldtr_selector
    [0x80e, 0x28n], // guest_tr_selector
    [0x6806, 0x0n], // guest_es_base
    [0x6808, 0x0n], // guest_cs_base
    [0x680a, 0x0n], // guest_ss_base
    [0x680c, 0x0n], // guest_ds_base
    [0x680e, 0x0n], // guest_fs_base
    [0x6810, 0x0n], // guest_gs_base
    [0x6812, 0x0n], // guest_ldtr_base
    [0x6814, 0x33800n], // guest_tr_base
    [0x4800, 0xffffffffn], // guest_es_limit
    [0x4802, 0xffffffffn], // guest_cs_limit
    [0x4804, 0xffffffffn], // guest_ss_limit
    [0x4806, 0xffffffffn], // guest_ds_limit
    [0x4808, 0xffffffffn], // guest_fs_limit
    [0x480a, 0xffffffffn], // guest_gs_limit
    [0x480c, 0x0n], // guest_ldtr_limit
    [0x480e, 0x67n], // guest_tr_limit
    [0x4814, 0xc093n], // guest_es_access_rights
    [0x4816, 0xc09bn], // guest_cs_access_rights
    [0x4818, 0xc093n], // guest_ss_access_rights
    [0x481a, 0xc093n], // guest_ds_access_rights
    [0x481c, 0xc093n], // guest_fs_access_rights
    [0x481e, 0xc093n], // guest_gs_access_rights
    [0x4820, 0x10000n], // guest_ldtr_access_rights
    [0x4822, 0x8bn], // guest_tr_access_rights
    [0x6816, 0x33000n], // guest_gdtr_base
    [0x4810, 0x3fn], // guest_gdtr_limit
    [0x6818, 0x32000n], // guest_idtr_base
    [0x4812, 0x7ffn], // guest_idtr_limit
    [0x681a, 0x400n], // guest_dr7
    [0x681c, 0x34800n], // guest_rsp
    [0x681e, 0x30000n], // guest_rip
    [0x6820, 0x2n], // guest_rflags
    [0x6822, 0x0n], // guest_pending_debug_exceptions
    [0x4824, 0x0n], // guest_interruptibility_state
    [0x4826, 0x0n], // guest_activity_state
    [0x4828, 0x0n], // guest_smbase
    [0x482a, 0x0n], // guest_ia32_sysenter_cs
    [0x6824, 0x0n], // guest_ia32_sysenter_esp
    [0x6826, 0x0n], // guest_ia32_sysenter_eip
    [0x2802, 0x0n], // guest_ia32_debugctl
    [0x2800, 0xffffffffffffffffn], // vmcs_link_pointer
  ],
  '32/v86': [
    [0x4000, 0x16n], // pin_based_controls
    [0x4002, 0x401e1f2n], // primary_proc_based_controls
    [0x4004, 0x0n], // exception_bitmap
    [0x4006, 0x0n], // page_fault_error_code_mask
    [0x4008, 0x0n], // page_fault_error_code_match
    [0x400a, 0x0n], // cr3_target_count
    [0x400c, 0x36fffn], // vmexit_controls
    [0x400e, 0x0n], // vmexit_msr_store_count
    [0x4010, 0x0n], // vmexit_msr_load_count
    [0x4012, 0x11ffn], // vmentry_controls
    [0x4014, 0x0n], // vmentry_msr_load_count
    [0x4016, 0x0n], // vmentry_interruption_info
    [0x4018, 0x0n], // vmentry_exception_error_code
    [0x401a, 0x0n], // vmentry_instruction_length
    [0x2000, 0x16000n], // io_bitmap_a_addr
    [0x2002, 0x17000n], // io_bitmap_b_addr
    [0x2004, 0x18000n], // msr_bitmap_addr
    [0x2006, 0x1a000n], // vmexit_msr_store_addr
    [0x2008, 0x1b000n], // vmexit_msr_load_addr
    [0x200a, 0x1c000n], // vmentry_msr_load_addr
    [0x2010, 0x0n], // tsc_offset
    [0x6000, 0x0n], // cr0_guest_host_mask
    [0x6002, 0x0n], // cr4_guest_host_mask
    [0x6004, 0x0n], // cr0_read_shadow
    [0x6006, 0x0n], // cr4_read_shadow
    [0x6008, 0x0n], // cr3_target_value_0
    [0x600a, 0x0n], // cr3_target_value_1
    [0x600c, 0x0n], // cr3_target_value_2
    [0x600e, 0x0n], // cr3_target_value_3
    [0x6c00, 0x80010033n], // host_cr0
    [0x6c02, 0x1000n], // host_cr3
    [0x6c04, 0x2020n], // host_cr4
    [0xc00, 0x10n], // host_es_selector
    [0xc02, 0x8n], // host_cs_selector
    [0xc04, 0x10n], // host_ss_selector
    [0xc06, 0x10n], // host_ds_selector
    [0xc08, 0x10n], // host_fs_selector
    [0xc0a, 0x10n], // host_gs_selector
    [0xc0c, 0x28n], // host_tr_selector
    [0x6c06, 0x1f5000n], // host_fs_base
    [0x6c08, 0x1f6000n], // host_gs_base
    [0x6c0a, 0x9800n], // host_tr_base
    [0x6c0c, 0x9000n], // host_gdtr_base
    [0x6c0e, 0xa000n], // host_idtr_base
    [0x4c00, 0x8n], // host_ia32_sysenter_cs
    [0x6c10, 0xe000n], // host_ia32_sysenter_esp
    [0x6c12, 0xf8000n], // host_ia32_sysenter_eip
    [0x6c14, 0xf000n], // host_rsp
    [0x6c16, 0xfff00n], // host_rip
    [0x6800, 0x80010033n], // guest_cr0
    [0x6802, 0x8000n], // guest_cr3
    [0x6804, 0x2010n], // guest_cr4
    [0x800, 0x3000n], // guest_es_selector
    [0x802, 0x3000n], // guest_cs_selector
    [0x804, 0x3000n], // guest_ss_selector
    [0x806, 0x3000n], // guest_ds_selector
    [0x808, 0x3000n], // guest_fs_selector
    [0x80a, 0x3000n], // guest_gs_selector
    [0x80c, 0x0n], // guest_ldtr_selector
    [0x80e, 0x28n], // guest_tr_selector
    [0x6806, 0x30000n], // guest_es_base
    [0x6808, 0x30000n], // guest_cs_base
    [0x680a, 0x30000n], // guest_ss_base
    [0x680c, 0x30000n], // guest_ds_base
    [0x680e, 0x30000n], // guest_fs_base
    [0x6810, 0x30000n], // guest_gs_base
    [0x6812, 0x0n], // guest_ldtr_base
    [0x6814, 0x33800n], // guest_tr_base
    [0x4800, 0xffffn], // guest_es_limit
    [0x4802, 0xffffn], // guest_cs_limit
    [0x4804, 0xffffn], // guest_ss_limit
    [0x4806, 0xffffn], // guest_ds_limit
    [0x4808, 0xffffn], // guest_fs_limit
    [0x480a, 0xffffn], // guest_gs_limit
    [0x480c, 0x0n], // guest_ldtr_limit
    [0x480e, 0x67n], // guest_tr_limit
    [0x4814, 0xf3n], // guest_es_access_rights
    [0x4816, 0xf3n], // guest_cs_access_rights
    [0x4818, 0xf3n], // guest_ss_access_rights
    [0x481a, 0xf3n], // guest_ds_access_rights
    [0x481c, 0xf3n], // guest_fs_access_rights
    [0x481e, 0xf3n], // guest_gs_access_rights
    [0x4820, 0x10000n], // guest_ldtr_access_rights
    [0x4822, 0x8bn], // guest_tr_access_rights
    [0x6816, 0x33000n], // guest_gdtr_base
    [0x4810, 0x3fn], // guest_gdtr_limit
    [0x6818, 0x32000n], // guest_idtr_base
    [0x4812, 0x7ffn], // guest_idtr_limit
    [0x681a, 0x400n], // guest_dr7
    [0x681c, 0x4800n], // guest_rsp
    [0x681e, 0x0n], // guest_rip
    [0x6820, 0x20002n], // guest_rflags
    [0x6822, 0x0n], // guest_pending_debug_exceptions
    [0x4824, 0x0n], // guest_interruptibility_state
    [0x4826, 0x0n], // guest_activity_state
    [0x4828, 0x0n], // guest_smbase
    [0x482a, 0x0n], // guest_ia32_sysenter_cs
    [0x6824, 0x0n], // guest_ia32_sysenter_esp
    [0x6826, 0x0n], // guest_ia32_sysenter_eip
    [0x2802, 0x0n], // guest_ia32_debugctl
    [0x2800, 0xffffffffffffffffn], // vmcs_link_pointer
  ],
};

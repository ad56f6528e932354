// The 155 VMCS fields: encoding, names, width, type, and what a processor must offer for the field to exist.
// Intel SDM vol. 3, appendix B (field encodings); the order here is the order of the slots in a VMCS region.

export type FieldWidth = 16 | 32 | 64 | 'natural';
export type FieldType = 'control' | 'exit-information' | 'guest' | 'host';

/** What the processor must support for the field to exist (appendix B, 'this field exists only ...'). */
export type FieldRequirement =
  | 'encls-exiting'
  | 'ept'
  | 'ept-violation-ve'
  | 'eptp-switching'
  | 'guest-bndcfgs'
  | 'guest-efer'
  | 'guest-pat'
  | 'guest-perf-global-ctrl'
  | 'host-efer'
  | 'host-pat'
  | 'host-perf-global-ctrl'
  | 'msr-bitmaps'
  | 'pause-loop-exiting'
  | 'pml'
  | 'posted-interrupts'
  | 'preemption-timer'
  | 'secondary-controls'
  | 'tpr-shadow'
  | 'tsc-scaling'
  | 'virtual-interrupt-delivery'
  | 'virtualize-apic-accesses'
  | 'vm-functions'
  | 'vmcs-shadowing'
  | 'vpid'
  | 'xsaves';

/** One row: encoding, name, synonym, width, type, requirement (null: every VMX processor has it). */
export type FieldRow = readonly [
  encoding: number,
  name: string,
  synonym: string,
  width: FieldWidth,
  type: FieldType,
  requires: FieldRequirement | null,
];

// prettier-ignore
export const FIELD_ROWS = [
  [0x0000, 'vpid', 'vpid', 16, 'control', 'vpid'],
  [0x0002, 'posted_interrupt_notification_vector', 'posted_intr_vector', 16, 'control', 'posted-interrupts'],
  [0x0004, 'eptp_index', 'eptp_index', 16, 'control', 'ept-violation-ve'],
  [0x0800, 'guest_es_selector', 'guest_es_sel', 16, 'guest', null],
  [0x0802, 'guest_cs_selector', 'guest_cs_sel', 16, 'guest', null],
  [0x0804, 'guest_ss_selector', 'guest_ss_sel', 16, 'guest', null],
  [0x0806, 'guest_ds_selector', 'guest_ds_sel', 16, 'guest', null],
  [0x0808, 'guest_fs_selector', 'guest_fs_sel', 16, 'guest', null],
  [0x080a, 'guest_gs_selector', 'guest_gs_sel', 16, 'guest', null],
  [0x080c, 'guest_ldtr_selector', 'guest_ldtr_sel', 16, 'guest', null],
  [0x080e, 'guest_tr_selector', 'guest_tr_sel', 16, 'guest', null],
  [0x0810, 'guest_interrupt_status', 'guest_intr_status', 16, 'guest', 'virtual-interrupt-delivery'],
  [0x0812, 'pml_index', 'pml_index', 16, 'guest', 'pml'],
  [0x0c00, 'host_es_selector', 'host_es_sel', 16, 'host', null],
  [0x0c02, 'host_cs_selector', 'host_cs_sel', 16, 'host', null],
  [0x0c04, 'host_ss_selector', 'host_ss_sel', 16, 'host', null],
  [0x0c06, 'host_ds_selector', 'host_ds_sel', 16, 'host', null],
  [0x0c08, 'host_fs_selector', 'host_fs_sel', 16, 'host', null],
  [0x0c0a, 'host_gs_selector', 'host_gs_sel', 16, 'host', null],
  [0x0c0c, 'host_tr_selector', 'host_tr_sel', 16, 'host', null],
  [0x2000, 'io_bitmap_a_addr', 'io_bitmap_a', 64, 'control', null],
  [0x2002, 'io_bitmap_b_addr', 'io_bitmap_b', 64, 'control', null],
  [0x2004, 'msr_bitmap_addr', 'msr_bitmap', 64, 'control', 'msr-bitmaps'],
  [0x2006, 'vmexit_msr_store_addr', 'exit_msr_store_addr', 64, 'control', null],
  [0x2008, 'vmexit_msr_load_addr', 'exit_msr_load_addr', 64, 'control', null],
  [0x200a, 'vmentry_msr_load_addr', 'entry_msr_load_addr', 64, 'control', null],
  [0x200c, 'executive_vmcs_ptr', 'executive_vmcs_ptr', 64, 'control', null],
  [0x200e, 'pml_address', 'pml_addr', 64, 'control', 'pml'],
  [0x2010, 'tsc_offset', 'tsc_offset', 64, 'control', null],
  [0x2012, 'virtual_apic_page_addr', 'virtual_apic_addr', 64, 'control', 'tpr-shadow'],
  [0x2014, 'apic_access_addr', 'apic_access_addr', 64, 'control', 'virtualize-apic-accesses'],
  [0x2016, 'posted_interrupt_descriptor_addr', 'posted_intr_desc_addr', 64, 'control', 'posted-interrupts'],
  [0x2018, 'vm_function_controls', 'vmfunc_controls', 64, 'control', 'vm-functions'],
  [0x201a, 'ept_pointer', 'eptp', 64, 'control', 'ept'],
  [0x201c, 'eoi_exit_bitmap_0', 'eoi_exit0', 64, 'control', 'virtual-interrupt-delivery'],
  [0x201e, 'eoi_exit_bitmap_1', 'eoi_exit1', 64, 'control', 'virtual-interrupt-delivery'],
  [0x2020, 'eoi_exit_bitmap_2', 'eoi_exit2', 64, 'control', 'virtual-interrupt-delivery'],
  [0x2022, 'eoi_exit_bitmap_3', 'eoi_exit3', 64, 'control', 'virtual-interrupt-delivery'],
  [0x2024, 'eptp_list_addr', 'eptp_list_addr', 64, 'control', 'eptp-switching'],
  [0x2026, 'vmread_bitmap_addr', 'vmread_bitmap', 64, 'control', 'vmcs-shadowing'],
  [0x2028, 'vmwrite_bitmap_addr', 'vmwrite_bitmap', 64, 'control', 'vmcs-shadowing'],
  [0x202a, 'virtualization_exception_info_addr', 've_info_addr', 64, 'control', 'ept-violation-ve'],
  [0x202c, 'xss_exiting_bitmap', 'xss_exit_bitmap', 64, 'control', 'xsaves'],
  [0x202e, 'encls_exiting_bitmap', 'encls_exit_bitmap', 64, 'control', 'encls-exiting'],
  [0x2032, 'tsc_multiplier', 'tsc_multiplier', 64, 'control', 'tsc-scaling'],
  [0x2400, 'guest_physical_address', 'guest_phys_addr', 64, 'exit-information', 'ept'],
  [0x2800, 'vmcs_link_pointer', 'vmcs_link_ptr', 64, 'guest', null],
  [0x2802, 'guest_ia32_debugctl', 'guest_debugctl', 64, 'guest', null],
  [0x2804, 'guest_ia32_pat', 'guest_pat', 64, 'guest', 'guest-pat'],
  [0x2806, 'guest_ia32_efer', 'guest_efer', 64, 'guest', 'guest-efer'],
  [0x2808, 'guest_ia32_perf_global_ctrl', 'guest_perf_global_ctrl', 64, 'guest', 'guest-perf-global-ctrl'],
  [0x280a, 'guest_pdpte0', 'guest_pdpte0', 64, 'guest', 'ept'],
  [0x280c, 'guest_pdpte1', 'guest_pdpte1', 64, 'guest', 'ept'],
  [0x280e, 'guest_pdpte2', 'guest_pdpte2', 64, 'guest', 'ept'],
  [0x2810, 'guest_pdpte3', 'guest_pdpte3', 64, 'guest', 'ept'],
  [0x2812, 'guest_ia32_bndcfgs', 'guest_bndcfgs', 64, 'guest', 'guest-bndcfgs'],
  [0x2c00, 'host_ia32_pat', 'host_pat', 64, 'host', 'host-pat'],
  [0x2c02, 'host_ia32_efer', 'host_efer', 64, 'host', 'host-efer'],
  [0x2c04, 'host_ia32_perf_global_ctrl', 'host_perf_global_ctrl', 64, 'host', 'host-perf-global-ctrl'],
  [0x4000, 'pin_based_controls', 'pin_ctls', 32, 'control', null],
  [0x4002, 'primary_proc_based_controls', 'proc_ctls', 32, 'control', null],
  [0x4004, 'exception_bitmap', 'exception_bitmap', 32, 'control', null],
  [0x4006, 'page_fault_error_code_mask', 'pf_ec_mask', 32, 'control', null],
  [0x4008, 'page_fault_error_code_match', 'pf_ec_match', 32, 'control', null],
  [0x400a, 'cr3_target_count', 'cr3_target_count', 32, 'control', null],
  [0x400c, 'vmexit_controls', 'exit_ctls', 32, 'control', null],
  [0x400e, 'vmexit_msr_store_count', 'exit_msr_store_count', 32, 'control', null],
  [0x4010, 'vmexit_msr_load_count', 'exit_msr_load_count', 32, 'control', null],
  [0x4012, 'vmentry_controls', 'entry_ctls', 32, 'control', null],
  [0x4014, 'vmentry_msr_load_count', 'entry_msr_load_count', 32, 'control', null],
  [0x4016, 'vmentry_interruption_info', 'entry_intr_info', 32, 'control', null],
  [0x4018, 'vmentry_exception_error_code', 'entry_exception_ec', 32, 'control', null],
  [0x401a, 'vmentry_instruction_length', 'entry_instr_len', 32, 'control', null],
  [0x401c, 'tpr_threshold', 'tpr_threshold', 32, 'control', 'tpr-shadow'],
  [0x401e, 'secondary_proc_based_controls', 'proc2_ctls', 32, 'control', 'secondary-controls'],
  [0x4020, 'ple_gap', 'ple_gap', 32, 'control', 'pause-loop-exiting'],
  [0x4022, 'ple_window', 'ple_window', 32, 'control', 'pause-loop-exiting'],
  [0x4400, 'vm_instruction_error', 'vm_instruction_error', 32, 'exit-information', null],
  [0x4402, 'exit_reason', 'exit_reason', 32, 'exit-information', null],
  [0x4404, 'vmexit_interruption_info', 'exit_intr_info', 32, 'exit-information', null],
  [0x4406, 'vmexit_interruption_error_code', 'exit_intr_ec', 32, 'exit-information', null],
  [0x4408, 'idt_vectoring_info', 'idt_vectoring_info', 32, 'exit-information', null],
  [0x440a, 'idt_vectoring_error_code', 'idt_vectoring_ec', 32, 'exit-information', null],
  [0x440c, 'vmexit_instruction_length', 'exit_instr_len', 32, 'exit-information', null],
  [0x440e, 'vmexit_instruction_info', 'exit_instr_info', 32, 'exit-information', null],
  [0x4800, 'guest_es_limit', 'guest_es_limit', 32, 'guest', null],
  [0x4802, 'guest_cs_limit', 'guest_cs_limit', 32, 'guest', null],
  [0x4804, 'guest_ss_limit', 'guest_ss_limit', 32, 'guest', null],
  [0x4806, 'guest_ds_limit', 'guest_ds_limit', 32, 'guest', null],
  [0x4808, 'guest_fs_limit', 'guest_fs_limit', 32, 'guest', null],
  [0x480a, 'guest_gs_limit', 'guest_gs_limit', 32, 'guest', null],
  [0x480c, 'guest_ldtr_limit', 'guest_ldtr_limit', 32, 'guest', null],
  [0x480e, 'guest_tr_limit', 'guest_tr_limit', 32, 'guest', null],
  [0x4810, 'guest_gdtr_limit', 'guest_gdtr_limit', 32, 'guest', null],
  [0x4812, 'guest_idtr_limit', 'guest_idtr_limit', 32, 'guest', null],
  [0x4814, 'guest_es_access_rights', 'guest_es_ar', 32, 'guest', null],
  [0x4816, 'guest_cs_access_rights', 'guest_cs_ar', 32, 'guest', null],
  [0x4818, 'guest_ss_access_rights', 'guest_ss_ar', 32, 'guest', null],
  [0x481a, 'guest_ds_access_rights', 'guest_ds_ar', 32, 'guest', null],
  [0x481c, 'guest_fs_access_rights', 'guest_fs_ar', 32, 'guest', null],
  [0x481e, 'guest_gs_access_rights', 'guest_gs_ar', 32, 'guest', null],
  [0x4820, 'guest_ldtr_access_rights', 'guest_ldtr_ar', 32, 'guest', null],
  [0x4822, 'guest_tr_access_rights', 'guest_tr_ar', 32, 'guest', null],
  [0x4824, 'guest_interruptibility_state', 'guest_interruptibility', 32, 'guest', null],
  [0x4826, 'guest_activity_state', 'guest_activity', 32, 'guest', null],
  [0x4828, 'guest_smbase', 'guest_smbase', 32, 'guest', null],
  [0x482a, 'guest_ia32_sysenter_cs', 'guest_sysenter_cs', 32, 'guest', null],
  [0x482e, 'vmx_preemption_timer_value', 'preemption_timer', 32, 'guest', 'preemption-timer'],
  [0x4c00, 'host_ia32_sysenter_cs', 'host_sysenter_cs', 32, 'host', null],
  [0x6000, 'cr0_guest_host_mask', 'cr0_mask', 'natural', 'control', null],
  [0x6002, 'cr4_guest_host_mask', 'cr4_mask', 'natural', 'control', null],
  [0x6004, 'cr0_read_shadow', 'cr0_shadow', 'natural', 'control', null],
  [0x6006, 'cr4_read_shadow', 'cr4_shadow', 'natural', 'control', null],
  [0x6008, 'cr3_target_value_0', 'cr3_target0', 'natural', 'control', null],
  [0x600a, 'cr3_target_value_1', 'cr3_target1', 'natural', 'control', null],
  [0x600c, 'cr3_target_value_2', 'cr3_target2', 'natural', 'control', null],
  [0x600e, 'cr3_target_value_3', 'cr3_target3', 'natural', 'control', null],
  [0x6400, 'exit_qualification', 'exit_qualification', 'natural', 'exit-information', null],
  [0x6402, 'io_rcx', 'io_rcx', 'natural', 'exit-information', null],
  [0x6404, 'io_rsi', 'io_rsi', 'natural', 'exit-information', null],
  [0x6406, 'io_rdi', 'io_rdi', 'natural', 'exit-information', null],
  [0x6408, 'io_rip', 'io_rip', 'natural', 'exit-information', null],
  [0x640a, 'guest_linear_address', 'guest_linear_addr', 'natural', 'exit-information', null],
  [0x6800, 'guest_cr0', 'guest_cr0', 'natural', 'guest', null],
  [0x6802, 'guest_cr3', 'guest_cr3', 'natural', 'guest', null],
  [0x6804, 'guest_cr4', 'guest_cr4', 'natural', 'guest', null],
  [0x6806, 'guest_es_base', 'guest_es_base', 'natural', 'guest', null],
  [0x6808, 'guest_cs_base', 'guest_cs_base', 'natural', 'guest', null],
  [0x680a, 'guest_ss_base', 'guest_ss_base', 'natural', 'guest', null],
  [0x680c, 'guest_ds_base', 'guest_ds_base', 'natural', 'guest', null],
  [0x680e, 'guest_fs_base', 'guest_fs_base', 'natural', 'guest', null],
  [0x6810, 'guest_gs_base', 'guest_gs_base', 'natural', 'guest', null],
  [0x6812, 'guest_ldtr_base', 'guest_ldtr_base', 'natural', 'guest', null],
  [0x6814, 'guest_tr_base', 'guest_tr_base', 'natural', 'guest', null],
  [0x6816, 'guest_gdtr_base', 'guest_gdtr_base', 'natural', 'guest', null],
  [0x6818, 'guest_idtr_base', 'guest_idtr_base', 'natural', 'guest', null],
  [0x681a, 'guest_dr7', 'guest_dr7', 'natural', 'guest', null],
  [0x681c, 'guest_rsp', 'guest_rsp', 'natural', 'guest', null],
  [0x681e, 'guest_rip', 'guest_rip', 'natural', 'guest', null],
  [0x6820, 'guest_rflags', 'guest_rflags', 'natural', 'guest', null],
  [0x6822, 'guest_pending_debug_exceptions', 'guest_pending_dbg', 'natural', 'guest', null],
  [0x6824, 'guest_ia32_sysenter_esp', 'guest_sysenter_esp', 'natural', 'guest', null],
  [0x6826, 'guest_ia32_sysenter_eip', 'guest_sysenter_eip', 'natural', 'guest', null],
  [0x6c00, 'host_cr0', 'host_cr0', 'natural', 'host', null],
  [0x6c02, 'host_cr3', 'host_cr3', 'natural', 'host', null],
  [0x6c04, 'host_cr4', 'host_cr4', 'natural', 'host', null],
  [0x6c06, 'host_fs_base', 'host_fs_base', 'natural', 'host', null],
  [0x6c08, 'host_gs_base', 'host_gs_base', 'natural', 'host', null],
  [0x6c0a, 'host_tr_base', 'host_tr_base', 'natural', 'host', null],
  [0x6c0c, 'host_gdtr_base', 'host_gdtr_base', 'natural', 'host', null],
  [0x6c0e, 'host_idtr_base', 'host_idtr_base', 'natural', 'host', null],
  [0x6c10, 'host_ia32_sysenter_esp', 'host_sysenter_esp', 'natural', 'host', null],
  [0x6c12, 'host_ia32_sysenter_eip', 'host_sysenter_eip', 'natural', 'host', null],
  [0x6c14, 'host_rsp', 'host_rsp', 'natural', 'host', null],
  [0x6c16, 'host_rip', 'host_rip', 'natural', 'host', null],
] as const satisfies readonly FieldRow[];

/** The name of a field, as `guest_rip`. */
export type FieldName = (typeof FIELD_ROWS)[number][1];

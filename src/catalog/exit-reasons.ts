// Basic VM-exit reasons in Portuguese, with what the guest did and why it left. Intel SDM vol. 3, appendix C and 25.1.

export interface ExitReasonText {
  readonly name: string;
  /** Completes "porque ...": why this leaves non-root. */
  readonly why: string;
  readonly section: string;
}

const always = 'esta instrução sempre causa saída de VM';
const byControl = (control: string): string => `o controle “${control}” está ligado na VMCS`;

const entry = (name: string, why: string, section: string): ExitReasonText => ({ name, why, section });

/** An instruction that leaves whatever the controls say (25.1.2). */
const unconditional = (name: string): ExitReasonText => entry(name, always, '25.1.2');

/** An instruction that leaves when a control of the VMCS says so (25.1.3). */
const conditional = (name: string, control: string): ExitReasonText =>
  entry(name, byControl(control), '25.1.3');

const REASONS: Readonly<Record<number, ExitReasonText>> = {
  0: entry(
    'exceção ou NMI',
    'a VMCS manda sair neste evento (bitmap de exceções ou controle de NMI)',
    '25.2',
  ),
  1: entry('interrupção externa', byControl('external-interrupt exiting'), '25.2'),
  2: entry('falha tripla', 'a entrega de uma falha dupla falhou também', '25.2'),
  3: entry('sinal INIT', 'em não-root o sinal INIT sempre causa saída de VM', '25.2'),
  4: entry('SIPI', 'o convidado esperava por um SIPI e ele chegou', '25.2'),
  5: entry('SMI depois de E/S', 'chegou uma SMI logo depois de uma instrução de E/S', '25.2'),
  6: entry('outra SMI', 'chegou uma SMI', '25.2'),
  7: conditional('janela de interrupção', 'interrupt-window exiting'),
  8: conditional('janela de NMI', 'NMI-window exiting'),
  9: entry('troca de tarefa', 'uma troca de tarefa sempre causa saída de VM', '25.4.2'),
  10: unconditional('CPUID'),
  11: unconditional('GETSEC'),
  12: conditional('HLT', 'HLT exiting'),
  13: unconditional('INVD'),
  14: conditional('INVLPG', 'INVLPG exiting'),
  15: conditional('RDPMC', 'RDPMC exiting'),
  16: conditional('RDTSC', 'RDTSC exiting'),
  17: entry('RSM', 'o convidado tentou sair de SMM', '25.1.3'),
  18: unconditional('VMCALL'),
  19: unconditional('VMCLEAR'),
  20: unconditional('VMLAUNCH'),
  21: unconditional('VMPTRLD'),
  22: unconditional('VMPTRST'),
  23: unconditional('VMREAD'),
  24: unconditional('VMRESUME'),
  25: unconditional('VMWRITE'),
  26: unconditional('VMXOFF'),
  27: unconditional('VMXON'),
  28: entry(
    'acesso a registrador de controle',
    'a VMCS protege bits desse registrador ou manda sair no acesso',
    '25.1.3',
  ),
  29: conditional('MOV DR', 'MOV-DR exiting'),
  30: entry('instrução de E/S', 'a VMCS manda sair no acesso a esta porta', '25.1.3'),
  31: entry('RDMSR', 'a VMCS manda sair na leitura deste MSR', '25.1.3'),
  32: entry('WRMSR', 'a VMCS manda sair na escrita deste MSR', '25.1.3'),
  33: entry('falha de entrada: estado do convidado', 'um campo do estado do convidado não é válido', '26.7'),
  34: entry('falha de entrada: carga de MSR', 'uma entrada da lista de MSR não pôde ser carregada', '26.7'),
  36: conditional('MWAIT', 'MWAIT exiting'),
  37: conditional('monitor trap flag', 'monitor trap flag'),
  39: conditional('MONITOR', 'MONITOR exiting'),
  40: conditional('PAUSE', 'PAUSE exiting'),
  41: entry('falha de entrada: verificação de máquina', 'houve um erro de máquina durante a entrada', '26.7'),
  43: entry('TPR abaixo do limiar', 'a prioridade caiu abaixo do limiar escrito na VMCS', '25.1.3'),
  44: entry('acesso ao APIC', 'o convidado tocou a página de acesso ao APIC', '29.4'),
  45: entry('EOI virtualizado', 'a VMCS manda sair no fim desta interrupção', '29.1.4'),
  46: conditional('acesso a GDTR ou IDTR', 'descriptor-table exiting'),
  47: conditional('acesso a LDTR ou TR', 'descriptor-table exiting'),
  48: entry('violação de EPT', 'as tabelas EPT não permitem este acesso', '28.2.3.2'),
  49: entry('EPT mal configurada', 'uma entrada das tabelas EPT não tem um valor permitido', '28.2.3.1'),
  50: unconditional('INVEPT'),
  51: conditional('RDTSCP', 'RDTSC exiting'),
  52: entry('temporizador de preempção', 'o temporizador da VMCS chegou a zero', '25.5.1'),
  53: unconditional('INVVPID'),
  54: conditional('WBINVD', 'WBINVD exiting'),
  55: unconditional('XSETBV'),
  56: entry('escrita no APIC', 'a escrita na página do APIC virtual precisa do VMM', '29.4.3'),
  57: conditional('RDRAND', 'RDRAND exiting'),
  58: conditional('INVPCID', 'INVLPG exiting'),
  59: entry('VMFUNC', 'a função pedida não está habilitada', '25.5.5'),
  60: conditional('ENCLS', 'ENCLS exiting'),
  61: conditional('RDSEED', 'RDSEED exiting'),
  62: entry('registro de páginas cheio', 'o registro de páginas modificadas encheu', '28.2.5'),
  63: conditional('XSAVES', 'XSS-exiting bitmap'),
  64: conditional('XRSTORS', 'XSS-exiting bitmap'),
};

/** What is known of a basic exit reason (bits 15:0); reasons this course does not name get a general text. */
export function exitReason(reason: number): ExitReasonText {
  return REASONS[reason] ?? entry(`motivo ${reason}`, 'a VMCS manda sair neste caso', 'ap. C');
}

/** The basic exit reasons this course names, in order. */
export function exitReasonNumbers(): number[] {
  return Object.keys(REASONS).map(Number);
}

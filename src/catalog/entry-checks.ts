// What each VM-entry check demands, in Portuguese, and what its failure leads to. Intel SDM vol. 3, 26.2 and 26.3.1.

/** An address that fits: a multiple of its size and inside the processor's physical width. */
const page = 'um múltiplo de 4096 dentro da largura física do processador';

const DEMANDS: Readonly<Record<string, string>> = {
  C01: 'Cada bit dos controles de pino tem um valor que o processador aceita.',
  C02: 'Cada bit dos controles primários tem um valor que o processador aceita.',
  C03: 'Com os controles secundários ativados, cada bit deles tem um valor que o processador aceita.',
  C04: 'Não se pedem mais alvos de CR3 do que o processador oferece.',
  C05: `Com bitmaps de E/S, o endereço de cada um dos dois é ${page}.`,
  C06: `Com bitmaps de MSR, o endereço deles é ${page}.`,
  C07: `Com sombra do TPR, o endereço da página de APIC virtual é ${page}.`,
  C08: 'Com sombra do TPR e sem entrega de interrupção virtual, os bits 31 a 4 do limiar do TPR são 0.',
  C09: 'Com sombra do TPR, sem entrega de interrupção virtual e sem virtualizar acessos ao APIC, o limiar não passa da prioridade escrita na página de APIC virtual.',
  C10: 'NMI virtuais só com saída por NMI.',
  C11: 'Saída por janela de NMI só com NMI virtuais.',
  C12: `Ao virtualizar acessos ao APIC, o endereço da página de acesso é ${page}.`,
  C13: 'O x2APIC virtual, os registradores de APIC virtuais e a entrega de interrupção virtual só com sombra do TPR.',
  C14: 'O x2APIC virtual e a virtualização dos acessos ao APIC não vão juntos.',
  C15: 'Entrega de interrupção virtual só com saída por interrupção externa.',
  C16: 'Interrupções postadas pedem entrega de interrupção virtual, reconhecimento da interrupção na saída, vetor de 0 a 255 e um descritor em múltiplo de 64.',
  C17: 'Com VPID ligado, o identificador não é 0: o 0 é do VMM.',
  C18: 'Com EPT, o ponteiro tem tipo de memória aceito, caminhada de quatro níveis e bits reservados em 0.',
  C19: `Com registro de páginas modificadas, a EPT está ligada e o endereço do registro é ${page}.`,
  C20: 'Convidado irrestrito só com EPT.',
  C21: 'Com funções de VM, só as que o processador oferece; a troca de EPTP pede EPT e uma lista em endereço válido.',
  C22: `Com VMCS-sombra, os endereços dos bitmaps de VMREAD e VMWRITE são cada um ${page}.`,
  C23: `Com violações de EPT entregues como #VE, o endereço da área de informação é ${page}.`,
  C24: 'Com escala do TSC, o multiplicador não é 0.',
  C30: 'Cada bit dos controles de saída tem um valor que o processador aceita.',
  C31: 'Gravar o temporizador de preempção só com ele ativado.',
  C32: 'Se há MSR a gravar na saída, a lista começa em múltiplo de 16 e termina dentro da largura física.',
  C33: 'Se há MSR a carregar na saída, a lista começa em múltiplo de 16 e termina dentro da largura física.',
  C40: 'Cada bit dos controles de entrada tem um valor que o processador aceita.',
  C41: 'O evento a injetar é de um tipo que existe: o tipo 1 é reservado, e o 7 pede monitor trap flag.',
  C42: 'O vetor combina com o tipo: NMI é o 2, exceção de hardware vai até 31, o tipo 7 usa 0.',
  C43: 'Entrega-se código de erro se e só se o evento é uma exceção de hardware que tem um.',
  C44: 'Os bits reservados da informação do evento a injetar são 0.',
  C45: 'Se há código de erro a entregar, os bits 31 a 16 dele são 0.',
  C46: 'Num evento de software a injetar, o comprimento da instrução vai de 1 a 15.',
  C47: 'Se há MSR a carregar na entrada, a lista começa em múltiplo de 16 e termina dentro da largura física.',
  C48: 'Fora de SMM, não se pede entrada em SMM nem fim do monitor duplo.',
  H01: 'CR0 do VMM tem os bits que o processador fixa em operação VMX.',
  H02: 'CR4 do VMM tem os bits que o processador fixa em operação VMX.',
  H03: 'CR3 do VMM cabe na largura física do processador.',
  H04: 'Os endereços de SYSENTER do VMM são canônicos.',
  H05: 'Se a saída carrega IA32_PERF_GLOBAL_CTRL, os bits reservados dele são 0.',
  H06: 'Se a saída carrega IA32_PAT, cada byte é um tipo de memória que existe: 0, 1, 4, 5, 6 ou 7.',
  H07: 'Se a saída carrega IA32_EFER, os reservados são 0, e LMA e LME concordam com o VMM ser de 64 bits.',
  H08: 'Os sete seletores do VMM têm RPL 0 e apontam para a GDT.',
  H09: 'Os seletores CS e TR do VMM não são 0.',
  H10: 'Num VMM de 32 bits, o seletor SS não é 0.',
  H11: 'As bases de FS, GS, TR, GDTR e IDTR do VMM são canônicas.',
  H12: 'Se o processador não está em modo IA-32e, nem o convidado nem o VMM podem ser de 64 bits.',
  H13: 'Se o processador está em modo IA-32e, o VMM tem de ser de 64 bits.',
  H14: 'Um VMM de 32 bits não tem convidado de 64 bits, nem PCIDE, nem RIP acima de 4 GiB.',
  H15: 'Um VMM de 64 bits tem PAE ligado e RIP canônico.',
  G01: 'CR0 do convidado tem os bits que o processador fixa; PE e PG ficam livres se ele é irrestrito.',
  G02: 'Paginação só em modo protegido: PG = 1 pede PE = 1.',
  G03: 'CR4 do convidado tem os bits que o processador fixa.',
  G04: 'Se a entrada carrega controles de depuração, os reservados de IA32_DEBUGCTL são 0.',
  G05: 'Um convidado de 64 bits tem paginação e PAE.',
  G06: 'Um convidado que não é de 64 bits não tem PCIDE.',
  G07: 'CR3 do convidado cabe na largura física do processador.',
  G08: 'Se a entrada carrega controles de depuração, os bits 63 a 32 de DR7 são 0.',
  G09: 'Os endereços de SYSENTER do convidado são canônicos.',
  G10: 'Os MSR que a entrada carrega do convidado têm valores válidos, e EFER concorda com o convidado ser ou não de 64 bits.',
  G20: 'TR, e LDTR se utilizável, são da GDT.',
  G21: 'SS e CS têm o mesmo RPL, fora do modo virtual 8086 e de convidado irrestrito.',
  G22: 'Em modo virtual 8086, cada segmento tem base igual a 16 vezes o seletor, limite FFFFH e direitos F3H.',
  G23: 'As bases de TR, FS, GS, e de LDTR se utilizável, são canônicas.',
  G24: 'As bases de CS, e de SS, DS e ES se utilizáveis, cabem em 32 bits.',
  G25: 'CS é um segmento de código já acessado; de dados, só se o convidado é irrestrito.',
  G26: 'SS, se utilizável, é um segmento de dados em que se pode escrever.',
  G27: 'DS, ES, FS e GS utilizáveis já foram acessados e, se são de código, podem ser lidos.',
  G28: 'CS e os demais utilizáveis são de código ou dados, e não de sistema.',
  G29: 'O DPL de CS combina com o tipo dele e com o DPL de SS.',
  G30: 'O DPL de SS é igual ao RPL; em modo real, ou com CS de dados, é 0.',
  G31: 'Em DS, ES, FS e GS utilizáveis, o DPL não é menor que o RPL, salvo código conforme ou convidado irrestrito.',
  G32: 'CS e os demais utilizáveis estão presentes.',
  G33: 'Os bits reservados dos direitos de acesso são 0.',
  G34: 'Num segmento de código de 64 bits, D/B é 0.',
  G35: 'A granularidade de cada segmento combina com o limite.',
  G36: 'TR é uma TSS ocupada, presente e utilizável; de 64 bits, se o convidado é de 64 bits.',
  G37: 'LDTR, se utilizável, é uma LDT presente.',
  G40: 'GDTR e IDTR têm base canônica e limite de até FFFFH.',
  G50: 'RIP cabe em 32 bits, ou é canônico em código de 64 bits.',
  G51: 'RFLAGS tem o bit 1 em 1 e os reservados em 0.',
  G52: 'Não há modo virtual 8086 em convidado de 64 bits nem fora do modo protegido.',
  G53: 'Para injetar uma interrupção externa, RFLAGS.IF é 1.',
  G60: 'O estado de atividade é um dos que o processador aceita.',
  G61: 'Um convidado parado em HLT está em anel 0.',
  G62: 'Com bloqueio por STI ou por MOV SS, o convidado está ativo.',
  G63: 'O evento a injetar é dos que o estado de atividade deixa entregar.',
  G64: 'Numa entrada em SMM o convidado não espera por SIPI.',
  G65: 'Na interruptibilidade, os reservados são 0, STI e MOV SS não bloqueiam juntos, e bloqueio por STI pede IF = 1.',
  G66: 'Uma interrupção externa a injetar pede que nem STI nem MOV SS bloqueiem; uma NMI, que MOV SS não bloqueie.',
  G67: 'Há bloqueio por SMI só em SMM.',
  G68: 'Para injetar uma NMI com NMI virtuais, ela não está bloqueada.',
  G69: 'As exceções de depuração pendentes têm os reservados em 0 e concordam com TF, BTF e os bloqueios.',
  G70: 'O ponteiro de ligação é “nenhuma”, ou o endereço válido de outra VMCS com a revisão certa.',
  G71: 'Com PAE e sem modo de 64 bits, as quatro entradas da tabela de ponteiros de diretório são válidas.',
};

/** What a check demands, in one sentence. Throws for an identifier that is no check's: a page would be left without it. */
export function entryCheckDemand(id: string): string {
  const demand = DEMANDS[id];
  if (demand === undefined) throw new Error(`No Portuguese text for the entry check ${id}.`);
  return demand;
}

export interface CheckGroupText {
  readonly title: string;
  readonly failure: string;
}

/** In the order of `CHECK_GROUPS`: what the group is about, and what the learner sees when one of it fails. */
export const CHECK_GROUP_TEXTS: readonly CheckGroupText[] = [
  {
    title: 'Controles',
    failure:
      'Quem quebra uma destas vê ZF = 1 e o erro 7. O convidado não entra, e a linha seguinte executa.',
  },
  {
    title: 'Estado do VMM',
    failure:
      'Quem quebra uma destas vê ZF = 1 e o erro 8. O convidado não entra, e a linha seguinte executa.',
  },
  {
    title: 'Estado do convidado',
    failure:
      'Quem quebra uma destas não vê flag nenhuma: o processador carrega o estado do VMM, vai para HOST_RIP e grava o motivo 33 com o bit 31 ligado.',
  },
];

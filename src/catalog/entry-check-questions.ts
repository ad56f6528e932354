// For each VM-entry check, the question that leads to what is wrong, without saying the value. SDM vol. 3, 26.2, 26.3.1.

type Family =
  | 'allowed'
  | 'together'
  | 'address'
  | 'event'
  | 'fixed'
  | 'host-segment'
  | 'canonical'
  | 'mode'
  | 'loaded-msr'
  | 'segment'
  | 'flags'
  | 'activity'
  | 'link'
  | 'tables'
  | 'limit';

const QUESTIONS: Readonly<Record<Family, string>> = {
  allowed: 'Cada controle tem um MSR de capacidade. Quais bits o dele exige em 1, e quais não deixa ligar?',
  together: 'Um destes controles pede outro, ou o exclui. Qual dos dois o programa quer de verdade?',
  address:
    'De quanto um endereço destes tem de ser múltiplo, e até onde vai a memória que o processador endereça?',
  event: 'Que evento se quer injetar? Confira o tipo, o vetor e o código de erro, um de cada vez.',
  fixed: 'Em operação VMX alguns bits deste registrador são fixos. Quais MSR dizem quais são?',
  'host-segment':
    'Com que privilégio o VMM volta a rodar depois de uma saída, e de qual tabela vêm os segmentos dele?',
  canonical: 'Num endereço canônico os bits 63 a 47 são todos iguais. Neste são?',
  mode: 'O VMM e o convidado são de 32 ou de 64 bits? Todos os campos que dependem disso dizem o mesmo?',
  'loaded-msr': 'Que valores este MSR aceitaria num WRMSR? A entrada e a saída não aceitam outros.',
  segment:
    'Leia os direitos de acesso deste segmento: tipo, S, DPL, P, L, D/B, G. Combinam com o seletor, com o limite e com o modo do convidado?',
  flags: 'Quais bits de RFLAGS têm valor obrigatório em qualquer programa?',
  activity: 'O estado de atividade, os bloqueios e RFLAGS contam a mesma história?',
  link: 'Este programa usa VMCS-sombra? Se não usa, que valor diz que não há nenhuma?',
  tables: 'Para onde CR3 aponta, e o que o processador acha lá?',
  limit: 'Quanto disto o processador oferece? Um MSR de capacidade diz.',
};

const FAMILIES: Readonly<Record<Family, string>> = {
  allowed: 'C01 C02 C03 C30 C40 C48',
  limit: 'C04 C21 C24',
  address: 'C05 C06 C07 C12 C18 C19 C22 C23 C32 C33 C47 H03 G07',
  together: 'C08 C09 C10 C11 C13 C14 C15 C16 C17 C20 C31',
  event: 'C41 C42 C43 C44 C45 C46 G53 G63 G66 G68',
  fixed: 'H01 H02 G01 G02 G03',
  canonical: 'H04 H11 G09 G23 G24 G40 G50',
  'loaded-msr': 'H05 H06 G04 G08 G10',
  'host-segment': 'H08 H09 H10',
  mode: 'H07 H12 H13 H14 H15 G05 G06',
  segment: 'G20 G21 G22 G25 G26 G27 G28 G29 G30 G31 G32 G33 G34 G35 G36 G37',
  flags: 'G51 G52',
  activity: 'G60 G61 G62 G64 G65 G67 G69',
  link: 'G70',
  tables: 'G71',
};

const BY_CHECK = new Map(
  (Object.entries(FAMILIES) as [Family, string][]).flatMap(([family, ids]) =>
    ids.split(' ').map((id) => [id, QUESTIONS[family]] as const),
  ),
);

/** The question for a check. Throws for an identifier that is no check's. */
export function entryCheckQuestion(id: string): string {
  const question = BY_CHECK.get(id);
  if (question === undefined) throw new Error(`No question for the entry check ${id}.`);
  return question;
}

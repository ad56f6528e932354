// Files that look like evidence and are not, each with what it is and what to hand in instead.

interface Decoy {
  readonly test: RegExp;
  readonly message: string;
}

const wanted =
  'Entregue o VBox.log da pasta Logs da sua máquina virtual (botão direito na máquina > Exibir Log).';

/** By one line of the file, looked for near its start. */
const byLine: readonly Decoy[] = [
  {
    test: /^[0-9a-f]{1,8}\.[0-9a-f]{1,8}: (?:Log file opened|\\SystemRoot|\\Device|supR3|supHard|Calling main|NtOpenDirectory|\s+(?:CreationTime|LastWriteTime|FileAttributes|NT Headers)|Error )/i,
    message: `Este é o log de endurecimento (VBoxHardening.log ou VBoxStartup.log), que só mostra as bibliotecas carregadas. ${wanted}`,
  },
  {
    test: /^(?:\S+ +){0,2}VirtualBox COM Server \d/,
    message: `Este é o log do serviço VBoxSVC, que serve a todas as máquinas. ${wanted}`,
  },
  {
    test: /^(?:\S+ +){0,2}VirtualBox (?:Global Interface|SDS|System Directory Services?|Service)\b.*release log/i,
    message: `Este é o log do serviço do VirtualBox para o Windows (VBoxSDS). ${wanted}`,
  },
  {
    test: /^(?:\S+ +){0,2}VirtualBox web service \d/i,
    message: `Este é o log do serviço de rede do VirtualBox (VBoxWebSrv). ${wanted}`,
  },
  {
    test: /^(?:\S+ +){0,2}VirtualBox (?:Manager|VM Selector Window|Selector|GUI)\b.*\d+\.\d+/i,
    message: `Este é o log da janela do Gerenciador (selectorwindow.log). ${wanted}`,
  },
  {
    test: /^(?:\S+ +){0,2}(?:VBox(?:Service|Client|Tray|Control|DRMClient|NetDHCP|NetNAT|Autostart|BalloonCtrl|Headless|XPCOMIPCD)|VirtualBox (?:Autostart|DHCP|NAT|Balloon))\b.*(?:release log|\d+\.\d+\.\d+ ?_?\w* ?r\d+)/i,
    message: `Este log é de um serviço do VirtualBox, não de uma máquina virtual. ${wanted}`,
  },
  {
    // Any other program of the family: its name, version, revision, platform and build date in one line.
    test: /^(?:\d+:\d\d:\d\d\.\d+ )?(?:\S+ +)?(?:VirtualBox|VBox)(?! (?:VM )?\d)[\w ./-]{0,60}? \d+\.\d+\S* (?:\([^)]*\) )?r\d+ .{0,80}(?:release|debug) log/,
    message: `Este log é de outro programa do VirtualBox, não de uma máquina virtual. ${wanted}`,
  },
  {
    test: /^\d{4}-\d\d-\d\dT\S+ (?:In\(05\)|Wa\(03\)|vmx|.*\bvmx\b.*Log for VMware)|Log for VMware (?:Workstation|Player|Fusion)/,
    message: `Este é um log do VMware; o exercício pede o VirtualBox. ${wanted}`,
  },
  {
    test: /^Object +Metric +Unit +Minimum/,
    message:
      'Esta é a lista das métricas que existem (metrics list), sem valores. Rode “VBoxManage metrics setup” e, um minuto depois, “VBoxManage metrics query”.',
  },
];

/** Lines that say what a file is only where nothing else in it can be read. */
const lastResort: readonly Decoy[] = [
  {
    test: /^(?:Oracle (?:VM )?VirtualBox Command Line Management Interface|Usage:|VBoxManage(?:\\.exe)?: error:)/,
    message:
      'O comando não funcionou: o arquivo tem a ajuda ou um erro do VBoxManage. Confira o nome da máquina com “VBoxManage list vms” e rode de novo.',
  },
];

/** What a file is that has nothing else to say, or null. */
export function lastResortOf(text: string): string | null {
  return lastResort.find((decoy) => decoy.test.test(text))?.message ?? null;
}

/** The decoy a line gives away, or null. */
export function decoyOf(text: string): string | null {
  for (const decoy of byLine) if (decoy.test.test(text)) return decoy.message;
  return null;
}

interface Magic {
  readonly bytes: readonly (number | null)[];
  readonly message: string;
}

const shot = 'Se quis entregar uma tela, salve-a em PNG, JPEG ou WebP.';
const program = 'O arquivo é um programa, com outro nome; ele não foi aberto nem executado.';
const packed =
  'O arquivo está compactado e não é aberto por segurança. Descompacte-o e entregue os arquivos de dentro.';

/** Kinds of binary file by their first bytes; `null` matches any byte. */
const magics: readonly Magic[] = [
  { bytes: [0x4d, 0x5a], message: program },
  { bytes: [0x7f, 0x45, 0x4c, 0x46], message: program },
  { bytes: [0xcf, 0xfa, 0xed, 0xfe], message: program },
  { bytes: [0xca, 0xfe, 0xba, 0xbe], message: program },
  {
    bytes: [0x50, 0x4b, 0x03, 0x04],
    message: `${packed} (Um .docx ou .xlsx também é assim: copie o texto para um .txt.)`,
  },
  { bytes: [0x50, 0x4b, 0x05, 0x06], message: packed },
  { bytes: [0x1f, 0x8b], message: packed },
  { bytes: [0x42, 0x5a, 0x68], message: packed },
  { bytes: [0xfd, 0x37, 0x7a, 0x58, 0x5a], message: packed },
  { bytes: [0x28, 0xb5, 0x2f, 0xfd], message: packed },
  { bytes: [0x37, 0x7a, 0xbc, 0xaf], message: packed },
  { bytes: [0x52, 0x61, 0x72, 0x21], message: packed },
  { bytes: [0x25, 0x50, 0x44, 0x46], message: `Este é um PDF, que os corretores não leem. ${shot}` },
  { bytes: [0x47, 0x49, 0x46, 0x38], message: `Este é um GIF. ${shot}` },
  { bytes: [0x49, 0x49, 0x2a, 0x00], message: `Este é um TIFF. ${shot}` },
  { bytes: [0x4d, 0x4d, 0x00, 0x2a], message: `Este é um TIFF. ${shot}` },
  { bytes: [0x00, 0x00, 0x01, 0x00], message: `Este é um ícone. ${shot}` },
  { bytes: [0xd0, 0xcf, 0x11, 0xe0], message: `Este é um documento antigo do Office. ${shot}` },
  {
    bytes: [null, null, null, null, 0x66, 0x74, 0x79, 0x70],
    message: `Este é um HEIC, AVIF ou vídeo. ${shot}`,
  },
  {
    bytes: [0x53, 0x51, 0x4c, 0x69, 0x74, 0x65],
    message: 'Este é um banco de dados, não uma evidência do exercício.',
  },
  {
    bytes: [0x3c, 0x3c, 0x3c, 0x20, 0x4f, 0x72, 0x61, 0x63, 0x6c, 0x65],
    message: 'Este é o disco da máquina virtual (.vdi). Entregue o VBox.log e o .vbox, que são pequenos.',
  },
];

export function binaryKind(head: Uint8Array): string | null {
  if (
    head[0] === 0x42 &&
    head[1] === 0x4d &&
    head[6] === 0 &&
    head[7] === 0 &&
    head[8] === 0 &&
    head[9] === 0
  ) {
    return `Este é um BMP. ${shot}`;
  }
  const found = magics.find(({ bytes }) => bytes.every((byte, at) => byte === null || head[at] === byte));
  return found?.message ?? null;
}

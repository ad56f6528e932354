// What is wrong with a learner's text, in Portuguese: what was found, what was expected, the likely slip, what to do.
// No logic of the languages: everything said here is in the diagnostic's parts.
import type { Diagnostic, DiagnosticParts } from '../vmx/assembler/diagnostic.ts';
import { expectedText, operandFormText } from './expected-words.ts';

type Message = (parts: DiagnosticParts) => string;

const text = (parts: DiagnosticParts, name: string): string => {
  const value = parts[name];
  return typeof value === 'object' ? value.join(', ') : String(value ?? '');
};
/** A number for people, not to be copied into a program: 1.048.576. */
const count = (parts: DiagnosticParts, name: string): string => {
  const value = Number(text(parts, name));
  return Number.isFinite(value) ? value.toLocaleString('pt-BR') : text(parts, name);
};
const list = (parts: DiagnosticParts, name: string): readonly string[] => {
  const value = parts[name];
  if (value === undefined) return [];
  return typeof value === 'object' ? value : [String(value)];
};
const SHOWN = 60;
/** What the learner wrote, quoted, long texts cut. */
const found = (parts: DiagnosticParts, name = 'found'): string => {
  const value = text(parts, name);
  return `“${value.length > SHOWN ? `${value.slice(0, SHOWN)}…` : value}”`;
};
const expected = (parts: DiagnosticParts): string => expectedText(list(parts, 'expected'));

const MESSAGES: Readonly<Record<string, Message>> = {
  // The text as a whole
  'source-too-long': (p) =>
    `O texto tem ${count(p, 'found')} caracteres; cabem ${count(p, 'limit')}. Divida o programa ou tire dados dele.`,
  'not-text': (p) =>
    `Há um caractere que não é texto (código ${text(p, 'found')}H). O arquivo parece binário ou não está em UTF-8: salve-o como texto UTF-8.`,
  'line-too-long': (p) => `Linha com mais de ${count(p, 'limit')} caracteres. Quebre-a em várias.`,
  'too-many-lines': (p) =>
    `São mais de ${count(p, 'limit')} linhas, contadas as que as macros e %rep geram. Reduza as repetições.`,
  'too-many-tokens': (p) =>
    `As macros geraram mais de ${count(p, 'limit')} palavras. Procure uma macro que se repete sem fim.`,
  'empty-program': () => 'O programa não tem nenhuma instrução. Comece por VMXON.',
  'too-many-steps': (p) =>
    `São mais de ${count(p, 'limit')} linhas de programa. Use assembly (.asm), que tem desvios e laços.`,

  // Characters and words
  'stray-character': (p) => `${found(p)} não faz parte da linguagem. Apague-o.`,
  'unterminated-string': () => 'O texto entre aspas não fecha nesta linha. Ponha as aspas finais.',
  'bad-number': (p) =>
    `${found(p)} não é um número: use decimal (10), hexadecimal (0x1f ou 1fh) ou binário (101b), até 64 bits.`,
  float: (p) => `${found(p)} tem parte fracionária; aqui só há números inteiros.`,
  'bad-escape': (p) =>
    `Sequência de escape desconhecida em ${found(p)}. Há \\n, \\t, \\\\, \\xHH (até 7F) e outras do NASM.`,
  'string-too-long': (p) =>
    `O texto ${found(p)} passa de ${count(p, 'limit')} bytes: não cabe num número. Para textos use db.`,
  'unexpected-token': (p) => `Encontrei ${found(p)}; esperava ${expected(p)}.`,
  'unexpected-end': (p) => `A linha acaba cedo demais: esperava ${expected(p)}.`,
  'statement-expected': (p) => `Encontrei ${found(p)}; aqui começa ${expected(p)}.`,

  // Expressions
  'expression-too-deep': (p) =>
    `Expressão com mais de ${count(p, 'limit')} níveis de parênteses ou sinais. Simplifique-a.`,
  'division-by-zero': () => 'Divisão por zero nesta expressão.',
  'bad-shift': (p) => `Deslocamento de ${text(p, 'found')} bits: só de 0 a 63.`,
  'address-in-operation': (p) =>
    `${found(p)} não se aplica a um endereço: só se soma ou subtrai de um rótulo. A diferença de dois rótulos é um número.`,
  'not-an-address': () =>
    'O resultado não é um número nem um endereço: não se somam dois rótulos, nem se subtrai um rótulo de um número.',
  'register-in-number': (p) =>
    `${found(p)} é um registrador; aqui tem de ser um número conhecido antes de rodar.`,
  'unknown-symbol': (p) =>
    `${found(p)} não foi definido: não há rótulo nem constante com este nome.${slipText(p)}`,
  'not-known-yet': (p) =>
    `${found(p)} ainda não tem valor quando esta linha é lida: aqui só valem números e constantes de %assign ou %define.`,

  // Statements
  'unknown-instruction': (p) => `${found(p)} não é instrução, diretiva nem macro.${slipText(p)}`,
  'foreign-instruction': (p) => `NASM conhece ${text(p, 'found').toUpperCase()}, este simulador não.`,
  'foreign-directive': (p) => `NASM conhece ${text(p, 'found')}, este simulador não.`,
  'foreign-register': (p) =>
    `NASM conhece o registrador ${text(p, 'found')}, este simulador não: aqui há os de uso geral, os de segmento, CR e DR.`,
  'foreign-size': (p) =>
    `NASM conhece ${text(p, 'found')}, este simulador não: os tamanhos são byte, word, dword e qword.`,
  'foreign-section': (p) => `A seção ${found(p)} não existe aqui: use .text, .data ou .bss.`,
  'foreign-attribute': (p) => `O atributo de seção ${found(p)} não é aceito; há ${expected(p)}.`,
  'ptr-is-not-nasm': () => '“ptr” não é NASM: escreva só o tamanho, como em “dword [rax]”.',
  'register-as-label': (p) => `${found(p)} é nome de registrador e não pode ser rótulo. Escolha outro nome.`,
  'reserved-as-label': (p) => `${found(p)} é palavra da linguagem e não pode ser rótulo. Escolha outro nome.`,
  'two-labels': (p) => `Dois rótulos na mesma linha: ponha ${found(p)} em uma linha própria.`,
  'label-twice': (p) =>
    `O rótulo ${found(p)} já existe na linha ${text(p, 'firstLine')}. Dê outro nome a um deles.`,
  'orphan-label': (p) =>
    `${found(p)} sozinho na linha virou um rótulo. Se é um rótulo, ponha dois-pontos depois dele; se não, confira o nome.`,
  'comma-at-end': () =>
    'Vírgula no fim, sem operando depois dela: o NASM a ignora. Apague-a ou complete a linha.',
  'sign-before-text': (p) =>
    `${found(p)}: o NASM não aceita sinal antes de um texto no começo de um valor. Ponha parênteses: -('a').`,
  'bytes-in-bss': (p) =>
    `${found(p)} na seção .bss, que só reserva memória (resb, resw, resd, resq). Ponha instruções em .text e dados em .data.`,
  'equ-without-name': () => '“equ” precisa de um nome antes: nome equ valor.',
  'data-without-value': (p) => `${found(p)} precisa de pelo menos um valor.`,
  'data-range': (p) => `${text(p, 'found')} não cabe em ${text(p, 'bits')} bits: ficam só os mais baixos.`,
  'reserved-in-text': (p) => `${found(p)} na seção de código reserva zeros de verdade, dentro do programa.`,
  'times-of-directive': (p) => `“times” repete instruções e dados; não repete ${found(p)}.`,
  'prefix-twice': (p) => `O prefixo ${found(p)} está repetido; um basta.`,
  'prefix-conflict': (p) =>
    `${found(p)} não combina com ${text(p, 'name')}, que já está nesta instrução. Deixe um só.`,
  'address-size-prefix': (p) =>
    `${found(p)} não vale com um operando de memória: o tamanho do endereço vem dos registradores entre colchetes.`,
  'count-is-address': (p) =>
    `${found(p)} precisa de uma quantidade, e isto é um endereço. Subtraia um rótulo de outro.`,
  'count-negative': (p) =>
    `A quantidade de ${text(p, 'name')} deu ${text(p, 'found')}: não pode ser negativa.`,
  'count-too-big': (p) =>
    `A quantidade de ${text(p, 'name')} (${text(p, 'found')}) daria mais de ${count(p, 'limit')} bytes, o tamanho máximo de um programa.`,
  'program-too-big': (p) =>
    `O programa passa de ${count(p, 'limit')} bytes e chegaria a 0x200000, onde começa a memória dos convidados.`,
  'align-not-power': (p) =>
    `align ${text(p, 'found')}: o alinhamento é uma potência de dois (1, 2, 4, 8, ...).`,
  'align-too-big': (p) => `align ${text(p, 'found')}: aqui o maior é ${text(p, 'limit')}.`,
  'org-unsupported': (p) => `O programa é sempre carregado em ${expected(p)}; encontrei ${text(p, 'found')}.`,
  'org-twice': () => '“org” aparece duas vezes; o NASM só aceita uma. Apague esta.',
  'bits-unsupported': (p) => `Este simulador só monta código de 64 bits; encontrei bits ${text(p, 'found')}.`,
  'never-settles': () =>
    'Os endereços mudam a cada passagem e nunca se acertam. Procure um times ou align que depende de um rótulo de depois dele.',

  // Instructions and operands
  'operand-count': (p) => {
    const counts = list(p, 'expected');
    const name = text(p, 'name').toUpperCase();
    if (counts.length === 1 && counts[0] === '0')
      return `${name} não tem operandos; encontrei ${text(p, 'found')}.`;
    return `${name} tem ${counts.join(' ou ')} operando(s); encontrei ${text(p, 'found')}.`;
  },
  'operands-not-taken': (p) =>
    `${text(p, 'name').toUpperCase()} não aceita ${operandFormText(text(p, 'found'))}. Formas aceitas: ${forms(p)}.${slipText(p)}`,
  'size-conflict': (p) =>
    `Os tamanhos dos operandos de ${text(p, 'name').toUpperCase()} não combinam: encontrei ${operandFormText(text(p, 'found'))}. Formas aceitas: ${forms(p)}.${slipText(p)}`,
  'size-missing': (p) =>
    `Falta o tamanho do operando de memória de ${text(p, 'found').toUpperCase()}: ponha ${list(p, 'expected').join(' ou ')} antes do colchete.`,
  'two-sizes': (p) => `Segundo tamanho para o mesmo operando: ${found(p)}. Deixe um só.`,
  'register-size': (p) => `O registrador ${text(p, 'found')} não tem ${text(p, 'expected')} bits.`,
  'immediate-range': (p) =>
    `${text(p, 'found')} não cabe nos ${text(p, 'bits')} bits que ${text(p, 'name').toUpperCase()} tem para ele: ficam só os mais baixos.`,
  'immediate-sign': (p) =>
    `${text(p, 'found')} não serve a ${text(p, 'name').toUpperCase()} de 64 bits: ficam só os 32 bits mais baixos, com o sinal estendido, e o número vira outro. Ponha o valor num registrador com MOV.`,
  'displacement-range': (p) =>
    `O endereço ${text(p, 'found')} não cabe no deslocamento da instrução (${text(p, 'bits')} bits com sinal): ficam só os mais baixos, com o sinal estendido. Ponha o endereço num registrador.`,
  'relative-range': (p) =>
    `O endereço ${text(p, 'found')} fica longe demais para ser relativo a RIP (32 bits com sinal): ficam só os bits mais baixos da distância.`,
  'displacement-size': (p) =>
    `Com registradores o deslocamento tem 8 ou 32 bits (byte ou dword dentro dos colchetes); encontrei ${text(p, 'found')} bits. Só um endereço sem registradores pode ter 64: [qword ...].`,
  'short-jump-range': (p) =>
    `O destino de ${text(p, 'name').toUpperCase()} fica a ${text(p, 'found')} bytes; um salto curto alcança de -128 a 127.`,
  'jump-range': (p) =>
    `O destino ${text(p, 'found')} de ${text(p, 'name').toUpperCase()} fica longe demais (a distância tem 32 bits com sinal): o salto irá a outro endereço. Use um registrador.`,
  'high-byte-with-rex': (p) =>
    `${text(p, 'found').toUpperCase()} não pode aparecer com registradores novos (R8 a R15, SPL...) nem de 64 bits: são codificações incompatíveis.`,
  'lock-not-taken': (p) =>
    `LOCK não vale com ${text(p, 'name').toUpperCase()} assim: o processador gera #UD. Só vale com instruções que leem e gravam memória, e com a memória no destino.`,
  'rep-not-taken': (p) =>
    `${text(p, 'found').toUpperCase()} só repete INS e OUTS; antes de ${text(p, 'name').toUpperCase()} não repete nada.`,
  'repne-not-taken': (p) =>
    `${text(p, 'found').toUpperCase()} não vale antes de ${text(p, 'name').toUpperCase()}. Para repetir um trecho use LOOP ou um salto condicional.`,
  'rip-as-operand': () => 'RIP não é operando. Para um endereço relativo escreva [rel rótulo].',
  'rip-in-address': () => 'O NASM não escreve [rip + x]: use [rel rótulo].',
  'bad-address-register': (p) =>
    `${text(p, 'found').toUpperCase()} não serve em endereço: use registradores de 64 ou de 32 bits.`,
  'too-many-address-registers': () => 'Um endereço tem no máximo dois registradores: base e índice.',
  'mixed-address-registers': (p) =>
    `Registradores de tamanhos diferentes no mesmo endereço: ${text(p, 'found')}.`,
  'two-index-registers': () =>
    'Os dois registradores do endereço estão multiplicados; só o índice pode estar.',
  'rsp-as-index': () => 'RSP não pode ser índice. Troque os registradores de lugar.',
  'bad-scale': (p) => `O índice está multiplicado por ${text(p, 'found')}; pode ser por ${expected(p)}.`,
  'far-immediate': () =>
    'Em 64 bits não há endereço seletor:deslocamento escrito na instrução. Use far com um operando de memória.',
  'bracket-after-value': (p) =>
    `Depois de ${found(p)} veio um colchete. Falta uma vírgula? Em NASM o deslocamento fica dentro: [rótulo + rax].`,

  // Preprocessor
  'unknown-directive': (p) => `${found(p)} não é diretiva do pré-processador.`,
  'unknown-include': (p) => `Não há arquivo ${found(p)} para incluir; o único é ${expected(p)}.`,
  'unclosed-if': () => 'Este %if não tem %endif.',
  'unclosed-block': (p) => `${text(p, 'found')} sem ${expected(p)}.`,
  'endif-without-if': () => '%endif sem %if.',
  'else-without-if': (p) => `${text(p, 'found')} sem %if.`,
  'else-after-else': (p) => `${text(p, 'found')} depois de %else.`,
  'end-without-start': (p) => `${text(p, 'found')} sem ${expected(p)}.`,
  'exitrep-outside': () => '%exitrep fora de %rep.',
  'exitmacro-outside': () => '%exitmacro fora de uma macro.',
  'directive-needs-name': (p) => `${text(p, 'found')} precisa de um nome.`,
  'directive-needs-string': (p) => `${text(p, 'found')} precisa de um texto entre aspas.`,
  'directive-needs-two': (p) => `${text(p, 'found')} precisa de dois textos separados por vírgula.`,
  'bad-define-parameter': (p) => `${found(p)} não serve de parâmetro: use um nome.`,
  'parameter-outside-macro': (p) =>
    `${found(p)} só tem sentido dentro de uma macro. Se é o resto de uma divisão, ponha um espaço depois de %.`,
  'macro-counts': (p) =>
    `A quantidade de parâmetros da macro está errada em ${found(p)}: escreva um número, como 2, ou uma faixa, como 1-3.`,
  'macro-arity': (p) =>
    `A macro ${text(p, 'name')} tem ${list(p, 'expected')
      .map((count) => count.replace('-*', ' ou mais').replace('-', ' a '))
      .join(' ou ')} argumento(s); encontrei ${text(p, 'found')}.`,
  'macro-too-deep': (p) =>
    `Macros dentro de macros passaram de ${count(p, 'limit')} níveis. Procure uma macro que chama a si mesma.`,
  'rep-too-many': (p) => `%rep ${text(p, 'found')}: o máximo é ${text(p, 'limit')}.`,
  'rep-negative': (p) => `%rep ${text(p, 'found')}: a quantidade não pode ser negativa.`,
  'user-error': (p) => `O programa avisa: ${text(p, 'text')}`,
  'user-warning': (p) => `O programa avisa: ${text(p, 'text')}`,

  // Short notation
  'root-line-expected': (p) =>
    `Encontrei ${found(p)}; uma linha começa por uma instrução VMX, AVANCA ou uma diretiva.`,
  'unknown-root-word': (p) => `${found(p)} não é instrução VMX nem diretiva da notação curta.`,
  'label-in-root': (p) =>
    `Rótulo ${found(p)} no programa do VMM: na notação curta ele é uma linha reta, sem desvios. Rótulos ficam nos convidados.`,
  'jump-in-root': (p) =>
    `${text(p, 'found').toUpperCase()} é um desvio, e o programa do VMM é uma linha reta. Para decidir, use assembly (.asm); num convidado, desvios valem.`,
  'guest-code-in-root': (p) =>
    `${text(p, 'found').toUpperCase()} é instrução comum: ponha-a num convidado, depois de “convidado A:”, ou escreva o VMM em assembly (.asm).`,
  'root-word-in-guest': (p) =>
    `${text(p, 'found').toUpperCase()} é do programa do VMM, não de um convidado. Ponha-a antes do primeiro “convidado”.`,
  'directive-in-guest': (p) =>
    `${found(p)} não vale dentro de um convidado: aqui há instruções, rótulos e dados.`,
  'operand-not-taken': (p) => `${text(p, 'name')} não tem operando; encontrei ${found(p)}.`,
  'region-missing': (p) => `${text(p, 'name')} precisa dizer de qual máquina: ${expected(p)}.`,
  'region-expected': (p) =>
    `Encontrei ${found(p)}; esperava o nome de uma região: ${expected(p)} ou outra letra declarada com “regiao”.`,
  'unknown-region': (p) =>
    `A região ${found(p)} não existe: há ${expected(p)}. Para criar outra, escreva “regiao ${text(p, 'found')}: endereco = 0x40000”.`,
  'region-without-address': (p) =>
    `A região ${found(p)} é nova e precisa de um endereço: “regiao ${text(p, 'found')}: endereco = 0x40000”.`,
  'field-missing': (p) =>
    `${text(p, 'name')} precisa de um campo da VMCS, como ${list(p, 'expected').join(' ou ')}.`,
  'field-not-register': (p) =>
    `${text(p, 'name')} leva o nome de um campo da VMCS, e ${text(p, 'found')} é um registrador. O valor lido aparece no painel.`,
  'unknown-field': (p) => `${found(p)} não é campo da VMCS.`,
  'value-not-register': (p) =>
    `${found(p)} é um registrador; o valor é um número, uma constante ou um rótulo.`,
  'value-range': (p) => `${text(p, 'found')} não serve aqui: esperava ${expected(p)}.`,
  'directive-twice': (p) => `${found(p)} já apareceu; junte tudo numa linha só.`,
  'directive-too-late': (p) => `${found(p)} vem antes da primeira instrução.`,
  'guest-letter': (p) => `Convidado ${found(p)}: os convidados são ${expected(p)}.`,
  'guest-twice': (p) => `O convidado ${text(p, 'found')} já começou na linha ${text(p, 'firstLine')}.`,
  'unknown-guest': (p) =>
    `Não há convidado chamado ${found(p)} no catálogo: há ${list(p, 'expected').join(', ')}. Para escrever o seu, deixe a linha acabar nos dois-pontos.`,
  'instruction-after-heading': (p) =>
    `Ponha ${text(p, 'found').toUpperCase()} na linha de baixo: depois dos dois-pontos vem só um nome do catálogo.`,
  'code-after-catalogue': (p) =>
    `${found(p)} depois de um convidado do catálogo: o programa de “${text(p, 'name')}” já está pronto.`,
  'guest-too-long': (p) =>
    `O convidado ${text(p, 'name')} ocupa ${count(p, 'found')} bytes; cabem ${count(p, 'limit')}, até os tratadores de exceção.`,
  'label-of-other-guest': (p) =>
    `${found(p)} é do convidado ${text(p, 'name')}: um convidado não alcança o código do outro.`,
  'label-in-several-guests': (p) => `${found(p)} existe em mais de um convidado; escreva ${expected(p)}.`,
};

/** The rule that the likely slip is about. */
const SLIPS: Readonly<Record<string, string>> = {
  'memory-to-memory': 'Uma instrução não tem dois operandos de memória: passe por um registrador.',
  'count-in-cl': 'A contagem de um deslocamento é um número ou CL.',
  'port-in-dx': 'A porta é um número de 0 a 255 ou DX, e o dado fica em AL, AX ou EAX.',
  'segment-through-register':
    'Um registrador de segmento só troca valores com registradores de uso geral e com a memória: passe por AX.',
  'control-with-64': 'Registradores CR e DR só trocam valores com registradores de 64 bits, e só com MOV.',
  'destination-first':
    'O destino vem primeiro, e um número não pode ser destino. Os operandos estão trocados?',
  'needs-include': 'Está em vmx.inc: ponha a linha %include "vmx.inc" no começo do programa.',
  'number-needs-place':
    'Um número não serve aqui: ponha-o num registrador, ou entre colchetes se é um endereço.',
};

function slipText(parts: DiagnosticParts): string {
  const known = SLIPS[text(parts, 'slip')];
  return known === undefined ? '' : ` ${known}`;
}

function forms(parts: DiagnosticParts): string {
  return list(parts, 'expected').map(operandFormText).join('; ');
}

/** The codes that have a message: every code of the languages must be here. */
export const DIAGNOSTIC_CODES: readonly string[] = Object.keys(MESSAGES);

/** One or two sentences: what is wrong, what was expected, and the likely slip as a question. */
export function diagnosticText({ code, parts }: Diagnostic): string {
  const message = MESSAGES[code]?.(parts) ?? `Erro na linha (${code}).`;
  const slip = parts['suggestion'] === undefined ? '' : ` Você quis dizer “${text(parts, 'suggestion')}”?`;
  const inside =
    parts['macro'] === undefined || parts['bodyLine'] === undefined
      ? ''
      : ` (Na macro ${text(parts, 'macro')}, ${text(parts, 'bodyFile')}:${text(parts, 'bodyLine')}.)`;
  return `${message}${slip}${inside}`;
}

/** For a terminal: `FILE:LINE:COL: message`; warnings say so. */
export function diagnosticLine(diagnostic: Diagnostic): string {
  const { file, line, column, severity } = diagnostic;
  if (severity === 'warning')
    return `aviso: ${file}, linha ${line}, coluna ${column}: ${diagnosticText(diagnostic)}`;
  return `${file}:${line}:${column}: ${diagnosticText(diagnostic)}`;
}

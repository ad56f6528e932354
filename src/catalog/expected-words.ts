// What the languages expect at a place, and operand forms, in Portuguese.

const EXPECTED: Readonly<Record<string, string>> = {
  value: 'um valor',
  operand: 'um operando',
  operator: 'um operador',
  end: 'o fim da linha',
  comma: 'uma vírgula',
  colon: 'dois-pontos',
  equals: 'um sinal de igual',
  number: 'um número',
  constant: 'uma constante',
  label: 'um rótulo',
  instruction: 'uma instrução',
  directive: 'uma diretiva',
  field: 'um campo da VMCS (nome ou número)',
  region: 'o nome de uma região (A, B, C ou VMXON)',
  'guest-letter': 'a letra do convidado (A, B ou C)',
  'closing-parenthesis': 'um parêntese que fecha',
  'closing-bracket': 'um colchete que fecha',
  'rel-or-abs': '“rel” ou “abs”',
  'section-name': 'o nome de uma seção (.text ou .data)',
};

/** "a, b ou c". */
export function expectedText(words: readonly string[]): string {
  const named = words.map((word) => EXPECTED[word] ?? word);
  const last = named.at(-1);
  if (last === undefined) return 'outra coisa';
  return named.length === 1 ? last : `${named.slice(0, -1).join(', ')} ou ${last}`;
}

const OPERANDS: Readonly<Record<string, string>> = {
  i: 'número',
  m: 'memória',
  mx: 'memória',
  sreg: 'registrador de segmento',
  creg: 'registrador CR',
  dreg: 'registrador DR',
  u8: 'número de 8 bits',
  b8: 'número de 8 bits',
  ud64: 'número de 32 bits',
  sd64: 'número de 32 bits',
  r32na: 'registrador de 32 bits',
  short: 'rótulo',
  auto: 'rótulo',
  near: 'rótulo',
  only8: 'rótulo próximo',
};

/** An operand form of the instruction table, as `rm32, r32`, in words. */
export function operandFormText(form: string): string {
  if (form === '') return 'ficar sem operandos';
  return form
    .split(', ')
    .map((operand) => {
      const known = OPERANDS[operand];
      if (known !== undefined) return known;
      const [, kind, bits] = /^(moffs|mfar|rm|sb|r|m|i)(\d+)$/.exec(operand) ?? [];
      if (kind === undefined || bits === undefined) return operand.toUpperCase();
      // R8 ... R15 are names of registers, not sizes.
      if (kind === 'r' && !/^(?:8|16|32|64)$/.test(bits)) return operand.toUpperCase();
      if (kind === 'rm') return `registrador ou memória de ${bits} bits`;
      if (kind === 'r') return `registrador de ${bits} bits`;
      if (kind === 'i' || kind === 'sb') return `número de ${kind === 'sb' ? 8 : bits} bits`;
      return kind === 'mfar' ? `memória far de ${bits} bits` : `memória de ${bits} bits`;
    })
    .join(', ');
}

// VM-instruction errors in Portuguese: the meaning, and what usually led there. Intel SDM vol. 3, 30.4, table 30-1.

export interface VmInstructionErrorText {
  readonly meaning: string;
  /** One sentence on what to look at; null where this course has nothing to add. */
  readonly advice: string | null;
}

const text = (meaning: string, advice: string | null = null): VmInstructionErrorText => ({ meaning, advice });

const ERRORS: Readonly<Record<number, VmInstructionErrorText>> = {
  1: text('VMCALL executada em VMX root', 'quem chama o VMM com VMCALL é o convidado'),
  2: text('VMCLEAR com endereço físico inválido', 'o endereço deve ser múltiplo de 4 KiB e existir'),
  3: text('VMCLEAR com o ponteiro da região VMXON', 'a região VMXON não é uma VMCS'),
  4: text('VMLAUNCH com VMCS que não está em “clear”', 'uma VMCS já lançada se retoma com VMRESUME'),
  5: text('VMRESUME com VMCS que não foi lançada', 'a primeira entrada se faz com VMLAUNCH'),
  6: text('VMRESUME depois de VMXOFF e novo VMXON', 'a VMCS precisa de VMCLEAR e de outro VMLAUNCH'),
  7: text(
    'entrada em VM com campo de controle inválido',
    'um controle da VMCS tem valor que o processador não aceita',
  ),
  8: text(
    'entrada em VM com campo de estado do hospedeiro inválido',
    'o estado a carregar na saída não é válido',
  ),
  9: text('VMPTRLD com endereço físico inválido', 'o endereço deve ser múltiplo de 4 KiB e existir'),
  10: text('VMPTRLD com o ponteiro da região VMXON', 'a região VMXON não é uma VMCS'),
  11: text(
    'VMPTRLD com identificador de revisão incorreto',
    'a revisão da região deve ser a de IA32_VMX_BASIC',
  ),
  12: text('VMREAD ou VMWRITE de campo que não existe', 'este processador não tem o campo pedido'),
  13: text('VMWRITE em campo só de leitura', 'os campos de informação de saída só o processador escreve'),
  15: text('VMXON executada em VMX root', 'a operação VMX já estava ligada'),
  16: text('entrada em VM com ponteiro de VMCS executiva inválido'),
  17: text('entrada em VM com VMCS executiva não lançada'),
  18: text('entrada em VM com ponteiro executivo diferente do ponteiro VMXON'),
  19: text('VMCALL com VMCS que não está em “clear”'),
  20: text('VMCALL com controles de saída inválidos'),
  22: text('VMCALL com revisão de MSEG incorreta'),
  23: text('VMXOFF sob o monitor duplo de SMM'),
  24: text('VMCALL com características do monitor SMM inválidas'),
  25: text('entrada em VM com controles de execução inválidos na VMCS executiva'),
  26: text(
    'entrada em VM com eventos bloqueados por MOV SS',
    'a instrução anterior escreveu em SS e bloqueia eventos por uma instrução',
  ),
  28: text('operando inválido para INVEPT ou INVVPID'),
};

/** The meaning of a VM-instruction error number; numbers the manual reserves are said to be reserved. */
export function vmInstructionError(number: number): VmInstructionErrorText {
  return ERRORS[number] ?? text('número reservado no manual');
}

/** The numbers that have a meaning, in order. */
export function vmInstructionErrorNumbers(): number[] {
  return Object.keys(ERRORS).map(Number);
}

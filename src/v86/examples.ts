// DOS programs for the page, as text for parseProgram. Port 0E9h prints; vector 21h stands for DOS.

export const EXAMPLES = ['hello', 'counter', 'critical-section', 'hog', 'prober', 'six'] as const;
export type ExampleName = (typeof EXAMPLES)[number];

/** `int_21h` of these programs: prints the character in DL. */
const DOS = `int_21h:
  PUSH AX
  MOV AL, DL
  OUT 0E9h, AL
  POP AX
  IRET`;

export const EXAMPLE_TEXTS: Readonly<Record<ExampleName, string>> = {
  hello: `  MOV AH, 2
  MOV DL, 'O'
  INT 21h
  MOV DL, 'i'
  INT 21h
  CLI
  HLT
${DOS}`,
  counter: `  MOV CX, 9
  MOV DL, '1'
again:
  INT 21h
  INC DL
  LOOP again
  INT 20h
${DOS}`,
  // The timer's handler must not run between the two halves.
  'critical-section': `  MOV CX, 6
again:
  CLI
  MOV BX, 1
  NOP
  NOP
  NOP
  NOP
  NOP
  MOV BX, 0
  STI
  LOOP again
  INT 20h
int_08h:
  INC DX
  IRET`,
  hog: `  CLI
again:
  JMP again`,
  // Two questions that virtual-8086 mode does not catch.
  prober: `  SMSW BX
  CPUID
  MOV CX, AX
  INT 20h`,
  six: `  CLI
  STI
  PUSHF
  POPF
  INT 60h
  INT 20h
int_60h:
  IRET`,
};

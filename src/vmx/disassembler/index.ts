// The public face of the disassembler.
export { disassemble, type Disassembled } from './disassemble.ts';

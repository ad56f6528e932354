import { describe, expect, it } from 'vitest';
import { withVmclear } from './with-vmclear.ts';

describe('the VMCLEAR that a program lacks', () => {
  it('goes before the first VMPTRLD of each machine that never had one', () => {
    expect(withVmclear('VMXON\n  vmptrld a ; usa\nVMCLEAR B\nVMPTRLD B\nVMPTRLD A')).toBe(
      'VMXON\nVMCLEAR a\n  vmptrld a ; usa\nVMCLEAR B\nVMPTRLD B\nVMPTRLD A',
    );
  });

  it('is lacking nowhere in a program that has it, nor in one without VMPTRLD', () => {
    expect(withVmclear('VMCLEAR A\nVMPTRLD A')).toBeNull();
    expect(withVmclear('; VMPTRLD A\nVMXON')).toBeNull();
  });
});

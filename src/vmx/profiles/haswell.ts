// A Core i7 (Haswell) of 2013: EPT, VPID, unrestricted guest, preemption timer. Values read by RDMSR inside an
// independent implementation of that model. SDM vol. 3, appendix A.
import type { Profile } from './profile.ts';

export const haswell: Profile = {
  name: 'haswell',
  physicalAddressWidth: 40,
  linearAddressWidth: 48,
  revision: 43,
  signature: 0x306c3,
  msrs: new Map([
    [0x480, 0xd810000000002bn],
    [0x481, 0x7f00000016n],
    [0x482, 0xf7f9fffe0401e172n],
    [0x483, 0x7fffff00036dffn],
    [0x484, 0xffff000011ffn],
    [0x485, 0x200401e0n],
    [0x486, 0x80000021n],
    [0x487, 0xffffffffn],
    [0x488, 0x2000n],
    [0x489, 0x1727ffn],
    [0x48a, 0x34n],
    [0x48b, 0x47fff00000000n],
    [0x48c, 0xf0106334141n],
    [0x48d, 0x7f00000016n],
    [0x48e, 0xf7f9fffe04006172n],
    [0x48f, 0x7fffff00036dfbn],
    [0x490, 0xffff000011fbn],
    [0x491, 0x1n],
  ]),
};

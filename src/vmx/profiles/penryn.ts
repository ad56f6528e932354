// A Core 2 (Penryn) of 2008: the ten instructions of 2005. Values read by RDMSR inside an independent
// implementation of that model. SDM vol. 3, appendix A.
import type { Profile } from './profile.ts';

export const penryn: Profile = {
  name: 'penryn',
  physicalAddressWidth: 40,
  linearAddressWidth: 48,
  revision: 43,
  signature: 0x1067a,
  msrs: new Map([
    [0x480, 0xd810000000002bn],
    [0x481, 0x3f00000016n],
    [0x482, 0xf7f9fffe0401e172n],
    [0x483, 0x3ffff00036dffn],
    [0x484, 0x3fff000011ffn],
    [0x485, 0x401e0n],
    [0x486, 0x80000021n],
    [0x487, 0xffffffffn],
    [0x488, 0x2000n],
    [0x489, 0x467ffn],
    [0x48a, 0x34n],
    [0x48b, 0x4100000000n],
    [0x48d, 0x3f00000016n],
    [0x48e, 0xf7f9fffe04006172n],
    [0x48f, 0x3ffff00036dfbn],
    [0x490, 0x3fff000011fbn],
  ]),
};

// The descriptor tables of the ground. SDM vol. 3, 3.4.5 and 7.2.3 (formats).

/** Selectors in host and 64-bit guests. */
export const CODE64 = 8;
export const DATA = 0x10;

const CODE64_DESCRIPTOR = 0x00af9b000000ffffn;
const DATA_DESCRIPTOR = 0x00cf93000000ffffn;
const CODE32_DESCRIPTOR = 0x00cf9b000000ffffn;
const USER_CODE64_DESCRIPTOR = 0x00affb000000ffffn;
const USER_CODE32_DESCRIPTOR = 0x00cffb000000ffffn;
const USER_DATA_DESCRIPTOR = 0x00cff3000000ffffn;

/** A TSS descriptor of limit 67H; `rights` = 89H available, 8BH busy. */
function taskDescriptor(base: number, rights: number): bigint {
  const b = BigInt(base);
  return 0x67n | ((b & 0xffffffn) << 16n) | (BigInt(rights) << 40n) | ((b >> 24n) << 56n);
}

/** 08 code, 10 data, 18 32-bit code, 20 data, 28 and 30 TSS, 38 user code, 40 user data. */
export const GDT_64 = (tss: number, rights: number): bigint[] => [
  0n,
  CODE64_DESCRIPTOR,
  DATA_DESCRIPTOR,
  CODE32_DESCRIPTOR,
  DATA_DESCRIPTOR,
  taskDescriptor(tss, rights),
  0n,
  USER_CODE64_DESCRIPTOR,
  USER_DATA_DESCRIPTOR,
  0n,
];

/** 08 code, 10 data, 18 code, 20 data, 28 busy TSS, 30 user code, 38 user data. */
export const GUEST_TABLES_32 = (tss: number): bigint[] => [
  0n,
  CODE32_DESCRIPTOR,
  DATA_DESCRIPTOR,
  CODE32_DESCRIPTOR,
  DATA_DESCRIPTOR,
  taskDescriptor(tss, 0x8b),
  USER_CODE32_DESCRIPTOR,
  USER_DATA_DESCRIPTOR,
];

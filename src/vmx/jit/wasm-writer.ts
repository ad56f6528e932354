// Writing a WebAssembly module with one function, byte by byte. WebAssembly core specification, chapter 5.

export const I32 = 0x7f;
export const I64 = 0x7e;
export const VOID = 0x40;

export const OP = {
  block: 0x02,
  loop: 0x03,
  if: 0x04,
  else: 0x05,
  end: 0x0b,
  br: 0x0c,
  brIf: 0x0d,
  brTable: 0x0e,
  return: 0x0f,
  select: 0x1b,
  get: 0x20,
  set: 0x21,
  tee: 0x22,
  i32load: 0x28,
  i64load: 0x29,
  f64load: 0x2b,
  i32load8u: 0x2d,
  i64load8u: 0x31,
  i64load16u: 0x33,
  i64load32u: 0x35,
  i32store: 0x36,
  i64store: 0x37,
  i64store8: 0x3c,
  i64store16: 0x3d,
  i64store32: 0x3e,
  i32const: 0x41,
  i64const: 0x42,
  i32eqz: 0x45,
  i32eq: 0x46,
  i32ne: 0x47,
  i32ltS: 0x48,
  i32ltU: 0x49,
  i32gtS: 0x4a,
  i32gtU: 0x4b,
  i32leS: 0x4c,
  i32leU: 0x4d,
  i64eqz: 0x50,
  i64eq: 0x51,
  i64ne: 0x52,
  i64ltS: 0x53,
  i64ltU: 0x54,
  i64gtU: 0x56,
  i64leS: 0x57,
  i64leU: 0x58,
  f64ne: 0x62,
  i32popcnt: 0x69,
  i32add: 0x6a,
  i32sub: 0x6b,
  i32mul: 0x6c,
  i32and: 0x71,
  i32or: 0x72,
  i32xor: 0x73,
  i32shl: 0x74,
  i64add: 0x7c,
  i64sub: 0x7d,
  i64mul: 0x7e,
  i64and: 0x83,
  i64or: 0x84,
  i64xor: 0x85,
  i64shl: 0x86,
  i64shrS: 0x87,
  i64shrU: 0x88,
  wrap: 0xa7,
  f64FromI64: 0xb9,
  i32FromF64: 0xab,
  extendU: 0xad,
  extendS: 0xac,
} as const;

/** Unsigned LEB128. */
export function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  do {
    const byte = rest & 0x7f;
    rest >>>= 7;
    bytes.push(rest === 0 ? byte : byte | 0x80);
  } while (rest !== 0);
  return bytes;
}

/** Signed LEB128. */
export function signed(value: bigint): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (;;) {
    const byte = Number(rest & 0x7fn);
    rest >>= 7n;
    const done = (rest === 0n && (byte & 0x40) === 0) || (rest === -1n && (byte & 0x40) !== 0);
    bytes.push(done ? byte : byte | 0x80);
    if (done) return bytes;
  }
}

/** The body of a function under construction. */
export class Code {
  readonly bytes: number[] = [];

  op(...opcodes: number[]): this {
    this.bytes.push(...opcodes);
    return this;
  }
  get(local: number): this {
    return this.op(OP.get, ...unsigned(local));
  }
  set(local: number): this {
    return this.op(OP.set, ...unsigned(local));
  }
  tee(local: number): this {
    return this.op(OP.tee, ...unsigned(local));
  }
  i32(value: number): this {
    return this.op(OP.i32const, ...signed(BigInt(value | 0)));
  }
  i64(value: bigint): this {
    return this.op(OP.i64const, ...signed(BigInt.asIntN(64, value)));
  }
  /** A load or store; `offset` is added to the address on the stack. No alignment is promised. */
  memory(opcode: number, offset = 0): this {
    return this.op(opcode, 0, ...unsigned(offset));
  }
  br(depth: number): this {
    return this.op(OP.br, ...unsigned(depth));
  }
  brIf(depth: number): this {
    return this.op(OP.brIf, ...unsigned(depth));
  }
}

const section = (id: number, content: number[]): number[] => [id, ...unsigned(content.length), ...content];

/** A module that imports memory `m.m` and exports `f`: `parameters` of i32 to one i32. */
export function moduleBytes(
  parameters: number,
  locals: readonly (readonly [count: number, type: number])[],
  code: Code,
): Uint8Array {
  const type = [1, 0x60, ...unsigned(parameters), ...new Array<number>(parameters).fill(I32), 1, I32];
  const imports = [1, 1, 0x6d, 1, 0x6d, 2, 0, 1];
  const body = [
    ...unsigned(locals.length),
    ...locals.flatMap(([count, kind]) => [...unsigned(count), kind]),
    ...code.bytes,
    OP.end,
  ];
  return Uint8Array.from([
    0, 0x61, 0x73, 0x6d, 1, 0, 0, 0,
    ...section(1, type),
    ...section(2, imports),
    ...section(3, [1, 0]),
    ...section(7, [1, 1, 0x66, 0, 0]),
    ...section(10, [1, ...unsigned(body.length), ...body]),
  ]); // prettier-ignore
}

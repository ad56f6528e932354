// The bytes of a string: its characters in UTF-8, and bytes above 7FH that an escape gave as such. NASM manual 3.4.2.

/** Where bytes 80H to FFH stand among characters: lone low surrogates, which no text has. */
const RAW = 0xdc00;

/** A character that stands for one byte of a string. */
export function byteCharacter(byte: number): string {
  return String.fromCharCode(byte < 0x80 ? byte : RAW + byte);
}

export function stringBytes(text: string): Uint8Array {
  if (!/[\udc80-\udcff]/.test(text)) return new TextEncoder().encode(text);
  const bytes: number[] = [];
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code >= RAW + 0x80 && code <= RAW + 0xff) bytes.push(code - RAW);
    else bytes.push(...new TextEncoder().encode(character));
  }
  return Uint8Array.from(bytes);
}

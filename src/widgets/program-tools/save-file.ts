// Handing the reader a file, by the browser's own download.
import { h } from '../shared/dom.ts';

export function saveFile(name: string, content: string | Uint8Array, type = 'text/plain'): void {
  const address = URL.createObjectURL(new Blob([content as string | Uint8Array<ArrayBuffer>], { type }));
  h('a', { href: address, download: name }).click();
  // The browser reads it after this turn.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

// The shape of a line of VBox.log: the header, the clock (relative to the start of the process), the message.

export const header =
  /^VirtualBox (?:VM )?(\d+\.\d+[\w.+~-]*) r(\d+)(?::\d+)? ([a-z]+\.[a-z0-9]+) \(([^)]*)\) (?:release|debug) log/;
const stampAtStart = /^\s{0,8}(?:> ?)?(\d{2,}:\d\d:\d\d\.(?:\d{6}|\d{3}))(?: |$)/;

/** Splits `00:00:04.049105 text`; the stamp is null where there is none. */
export function splitStamp(text: string): { readonly stamp: string | null; readonly message: string } {
  if (
    text.charCodeAt(2) === 58 &&
    text.charCodeAt(5) === 58 &&
    text.charCodeAt(8) === 46 &&
    (text.charCodeAt(15) === 32 || text.charCodeAt(12) === 32)
  ) {
    const end = text.charCodeAt(12) === 32 ? 12 : 15;
    const stamp = text.slice(0, end);
    if (/^\d\d:\d\d:\d\d\.\d+$/.test(stamp)) return { stamp, message: text.slice(end + 1) };
  }
  const found = stampAtStart.exec(text);
  if (!found) return { stamp: null, message: text };
  return { stamp: found[1] ?? null, message: text.slice(found[0].length) };
}

/** Seconds from one stamp to another; null where one is missing. */
export function secondsBetween(from: string | null, to: string | null): number | null {
  if (from === null || to === null) return null;
  return seconds(to) - seconds(from);
}

function seconds(stamp: string): number {
  const [hours = 0, minutes = 0, rest = 0] = stamp.split(':').map(Number);
  return hours * 3600 + minutes * 60 + rest;
}

// Finds a Chromium for the tests: CHROME_PATH, an installed one, Playwright's own, or the npm package's.
import { existsSync } from 'node:fs';
import { chromium, type LaunchOptions } from 'playwright';

const installed = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:/Program Files/Google/Chrome/Application/chrome.exe',
];

/** Flags of our own; without the background ones Chromium keeps calling out to its maker. */
const args = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--no-first-run',
  '--disable-gpu',
];

/** Playwright launch options for the first Chromium found. Throws nothing: a missing browser shows at launch. */
export async function browserLaunch(): Promise<LaunchOptions> {
  const asRoot = process.getuid?.() === 0;
  const flags = asRoot ? [...args, '--no-sandbox'] : args;
  const chosen = process.env['CHROME_PATH'] ?? installed.find((path) => existsSync(path));
  if (chosen) return { executablePath: chosen, args: flags };
  if (existsSync(chromium.executablePath())) return { args: flags };
  if (process.platform !== 'linux') return { channel: 'chrome', args: flags };
  // The packaged Chromium unpacks its own NSS libraries only when it believes to be on Lambda; harmless where the
  // system has them.
  if (!existsSync('/usr/lib/x86_64-linux-gnu/libnss3.so'))
    process.env['AWS_EXECUTION_ENV'] = 'AWS_Lambda_nodejs22.x';
  const { default: packaged } = await import('@sparticuz/chromium');
  return { executablePath: await packaged.executablePath(), args: flags };
}

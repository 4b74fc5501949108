/** A real browser for pages: the Chromium of the system. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import puppeteer, { type Browser } from 'puppeteer-core';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

function findChromium(): string | undefined {
  const folders = (process.env['PATH'] ?? '')
    .split(path.delimiter)
    .filter((folder) => path.isAbsolute(folder));
  const places = folders.flatMap((folder) => names.map((name) => path.join(folder, name)));
  return [process.env['CHROMIUM'] ?? '', ...places].find((file) => file !== '' && existsSync(file));
}

const chromium = findChromium();

/** Starts it; close it after use. */
export function openBrowser(): Promise<Browser> {
  if (chromium === undefined) throw new Error('there is no Chromium on the PATH, and CHROMIUM names none');
  return puppeteer.launch({
    executablePath: chromium,
    // As root, and in containers, it has no sandbox of its own to start; the pages are ours.
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
    protocolTimeout: 300_000,
  });
}

/** Tests that need a browser; their title says so where there is none, and `.ci/run` installs one. */
export const describeInBrowser: (title: string, body: () => void) => void =
  chromium === undefined
    ? (title, body) => {
        describe.skip(`${title} (skipped: there is no Chromium; install it, or name it in CHROMIUM)`, body);
      }
    : describe;

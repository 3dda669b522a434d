import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';

const run = promisify(execFile);
const PATHS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const APT = '/usr/bin/apt-get';

/** A browser for tests, or why there is none. */
export type Chromium = { path: string } | { missing: string };

/**
 * Finds the machine's Chromium. On a Debian where the tests run as root (a container) it is installed when absent;
 * elsewhere a test run does not install software.
 */
export async function findChromium(): Promise<Chromium> {
  const found = installed();
  if (found !== undefined) return { path: found };
  if (process.getuid?.() !== 0 || !existsSync(APT)) {
    return { missing: `no Chromium at ${PATHS.join(', ')}; install it, or run as root on Debian` };
  }
  try {
    await run(APT, ['update'], { timeout: 120_000 });
    await run(APT, ['install', '-y', '--no-install-recommends', 'chromium'], { timeout: 600_000 });
  } catch (error) {
    return { missing: `Chromium could not be installed: ${error instanceof Error ? error.message : String(error)}` };
  }
  const path = installed();
  return path === undefined ? { missing: 'apt-get installed no Chromium where it is looked for' } : { path };
}

function installed(): string | undefined {
  return PATHS.find((path) => existsSync(path));
}

/** Starts the browser with an empty profile of its own, and without the requests that browsers make by themselves. */
export async function launchChromium(path: string): Promise<Browser> {
  return chromium.launch({
    executablePath: path,
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

import type { BrowserContext } from 'playwright-core';

/** What a browser did that a person would not see. */
export interface PageWatch {
  /** Origins that anything was requested from. */
  origins: () => string[];
  /** Errors and warnings of the console, uncaught exceptions, and what the Content-Security-Policy stopped. */
  complaints: string[];
  /** Addresses of all requests. */
  addresses: string[];
}

/** Watches every page and worker of the browser from now on. */
export function watch(context: BrowserContext): PageWatch {
  const complaints: string[] = [];
  const addresses: string[] = [];
  context.on('request', (request) => addresses.push(request.url()));
  context.on('weberror', (error) => complaints.push(`exception: ${error.error().message}`));
  context.on('console', (message) => {
    // Chromium reports violations of the policy as errors of the console, also those inside workers.
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(`console: ${message.text()}`);
  });
  return {
    complaints,
    addresses,
    origins: () => [...new Set(addresses.filter((url) => url.startsWith('http')).map((url) => new URL(url).origin))],
  };
}

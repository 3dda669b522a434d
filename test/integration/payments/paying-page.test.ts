import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { findChromium, launchChromium } from '../../testkit/chromium.ts';
import { startPayingSystem, until, type PayingSystem } from './paying-system.ts';

let system: PayingSystem;
let browser: Browser;
beforeAll(async () => {
  const chromium = await findChromium();
  if ('missing' in chromium) throw new Error(chromium.missing);
  [system, browser] = await Promise.all([startPayingSystem(), launchChromium(chromium.path)]);
}, 240_000);
afterAll(async () => {
  await browser?.close();
  await system?.close();
});

test('a citizen pays on the page of the provider, without JavaScript, and is led back to the application', async () => {
  const context = await browser.newContext({ javaScriptEnabled: false, locale: 'de-DE' });
  await context.route('https://app.example/**', (route) => route.fulfill({ body: 'here is the application' }));
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => void complaints.push(message.text()));
  const { payment, payUrl } = await system.create({ returnUrl: 'https://app.example/paid?case=1' });
  await page.goto(payUrl ?? '');
  expect(await page.textContent('main')).toMatch(/15,90\s€/);
  await page.getByRole('button', { name: 'Bezahlen', exact: true }).click();
  await page.waitForURL('https://app.example/paid?case=1');
  await until(
    () => system.status(payment?.id ?? ''),
    (status) => status === 'SUCCESS',
  );
  await page.goto(payUrl ?? '');
  expect(await page.textContent('main')).toContain('beendet');
  expect(await page.getByRole('button').count()).toBe(0);
  expect(complaints).toEqual([]);
}, 90_000);

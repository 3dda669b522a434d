import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { findChromium, launchChromium } from '../../testkit/chromium.ts';
import { freePort } from '../../../platform/free-port.ts';
import { authorizationRequest } from './browser.ts';
import { startDatabase, startIssuer, type IssuerServer, type TestDatabase } from './issuer-server.ts';

let database: TestDatabase;
let server: IssuerServer;
let browser: Browser;
/** Stands where the playground stands, for redirects to arrive at. */
let client: Server;
let playground: string;

beforeAll(async () => {
  const chromium = await findChromium();
  if ('missing' in chromium) throw new Error(chromium.missing);
  database = await startDatabase();
  const port = await freePort();
  playground = `http://127.0.0.1:${port}`;
  client = createServer((_request, response) => response.end('here is the client')).listen(port, '127.0.0.1');
  server = await startIssuer(database.db, { playgroundOrigins: [playground] });
  browser = await launchChromium(chromium.path);
}, 240_000);

afterAll(async () => {
  await browser?.close();
  client?.close();
  await server?.close();
  await database?.stop();
});

/** A page without JavaScript, as strict as a citizen's browser may be. */
async function openPage(options: BrowserContextOptions = {}): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.newContext({ javaScriptEnabled: false, locale: 'de-DE', ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const complaints: string[] = [];
  page.on('console', (message) => void complaints.push(message.text()));
  return { page, complaints };
}

const request = (parameters: Record<string, string> = {}) =>
  authorizationRequest(server.issuer, { redirect_uri: `${playground}/`, ...parameters }).url;

async function isTooWide(page: Page): Promise<boolean> {
  const box = await page.locator('main').boundingBox();
  const cards = await page.locator('.card').all();
  const boxes = [box, ...(await Promise.all(cards.map((card) => card.boundingBox())))];
  const width = page.viewportSize()?.width ?? 0;
  return boxes.some((one) => one !== null && (one.x < 0 || one.x + one.width > width));
}

test.each([1280, 390, 320])(
  'a citizen logs in, steps up and logs out without any script, %i pixels wide',
  async (width) => {
    const { page, complaints } = await openPage({ viewport: { width, height: 800 } });
    await page.goto(request());
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Anmelden');
    expect(await isTooWide(page)).toBe(false);
    await page.getByRole('link', { name: 'Benutzername und Passwort' }).click();
    expect(await page.getByRole('button', { name: /Leipzig|Dresden/ }).count()).toBeGreaterThanOrEqual(2);
    expect(await isTooWide(page)).toBe(false);
    await page.getByRole('button', { name: 'Erika Mustermann Leipzig' }).click();
    await page.waitForURL(`${playground}/?code=*`);

    await page.goto(request({ acr_values: 'HIGH' }));
    expect(await page.getByText('Angemeldet als Erika Mustermann').isVisible()).toBe(true);
    expect(await page.getByRole('link').count()).toBe(1);
    await page.getByRole('link', { name: 'Online-Ausweis (eID)' }).click();
    await page.getByRole('button', { name: 'Erika Mustermann' }).click();
    await page.waitForURL(`${playground}/?code=*`);

    const logout = new URLSearchParams({ client_id: 'playground', post_logout_redirect_uri: `${playground}/` });
    await page.goto(`${server.issuer}/session/end?${logout.toString()}`);
    await page.getByRole('button', { name: 'Abmelden' }).click();
    await page.waitForURL(`${playground}/`);
    expect(complaints).toEqual([]);
    await page.context().close();
  },
);

test('everything can be reached and done with the keyboard', async () => {
  const { page } = await openPage();
  await page.goto(request());
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/PASSWORD');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.waitForURL(`${playground}/?code=*`);
  await page.context().close();
});

test('somebody else can log in after `prompt=login`: the session before ends first', async () => {
  const { page, complaints } = await openPage({ javaScriptEnabled: true });
  for (const name of ['Erika Mustermann', 'Max Mustermann']) {
    await page.goto(request({ prompt: 'login' }));
    await page.getByRole('link', { name: 'Benutzername und Passwort' }).click();
    await page.getByRole('button', { name }).click();
    await page.waitForURL(`${playground}/?code=*`);
  }
  expect(complaints).toEqual([]);
  await page.context().close();
});

test('the pages speak English where the browser does', async () => {
  const { page } = await openPage({ locale: 'en-GB' });
  await page.goto(request());
  expect(await page.locator('html').getAttribute('lang')).toBe('en');
  expect(await page.getByText('Level of assurance: substantial').isVisible()).toBe(true);
  await page.context().close();
});

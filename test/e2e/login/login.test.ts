import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { findChromium, launchChromium } from '../../testkit/chromium.ts';
import { startSystem, type TestSystem } from '../../testkit/system.ts';

const found = await findChromium();
const inBrowser = 'path' in found ? describe : describe.skip;
const why = 'missing' in found ? ` (skipped: ${found.missing})` : '';

/** A whole system and a browser, on a machine that may be busy with other tests. */
const patienceMs = 180_000;

let system: TestSystem;
let browser: Browser;

/** A citizen at the playground, and the access tokens that her browser sent to the gateway. */
interface Visit extends AsyncDisposable {
  context: BrowserContext;
  page: Page;
  tokens: string[];
}

async function visit(): Promise<Visit> {
  const context = await browser.newContext({ locale: 'de-DE', viewport: { width: 1280, height: 900 } });
  const tokens: string[] = [];
  context.on('request', (request) => {
    const token = request.headers()['authorization']?.replace('Bearer ', '');
    if (token !== undefined && tokens.at(-1) !== token) tokens.push(token);
  });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  await page.goto(system.gateway);
  return { context, page, tokens, [Symbol.asyncDispose]: () => context.close() };
}

/** From the button of the playground through the pages of the issuer and back. */
async function logIn(page: Page, means: RegExp): Promise<void> {
  await page.getByRole('button', { name: 'Anmelden' }).click();
  await page.getByRole('link', { name: means }).click();
  await page.getByRole('button', { name: /Erika Mustermann/ }).click();
  await page.getByRole('button', { name: 'Abmelden' }).waitFor();
  expect(page.url()).toBe(`${system.gateway}/`);
}

async function logOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Abmelden' }).click();
  await page.getByText('Möchten Sie sich abmelden?').waitFor();
  await page.getByRole('button', { name: 'Abmelden' }).click();
  await page.getByRole('button', { name: 'Anmelden' }).waitFor();
}

/** Runs the account query that stands in the playground, and gives the answer as it is shown. */
async function runAccountQuery(page: Page): Promise<string> {
  await page.locator('.graphiql-query-editor .view-line').first().waitFor();
  const answered = page.waitForResponse((response) => (response.request().postData() ?? '').includes('query Account'));
  await page.getByRole('button', { name: /Execute query/ }).click();
  await (await answered).finished();
  const result = page.locator('.graphiql-response .view-lines');
  await result.getByText('"me"').first().waitFor();
  return (await result.innerText()).replaceAll('\u00A0', ' ');
}

/** What the gateway says to a token that is sent from elsewhere. */
async function asked(token: string | undefined) {
  const { status, data, errors } = await system.ask(token, '{ me { assurance } }');
  return { status, assurance: data?.me?.assurance, problem: errors?.[0] };
}

inBrowser(`a citizen in a browser${why}`, () => {
  beforeAll(async () => {
    if ('path' in found) browser = await launchChromium(found.path);
    system = await startSystem();
  }, patienceMs);
  afterAll(async () => {
    await browser?.close();
    await system?.remove();
  }, patienceMs);

  test(
    'logs in with the ID card, sees her account, logs out, and her token is worth nothing any more',
    async () => {
      await using visitor = await visit();
      const { page, tokens } = visitor;
      await logIn(page, /Online-Ausweis/);
      expect(await page.getByRole('status').innerText()).toMatch(
        /Angemeldet bis \d\d:\d\d Uhr\s+Vertrauensniveau: hoch/,
      );
      expect(await runAccountQuery(page)).toContain('"full": "Erika Mustermann"');
      const token = tokens.at(-1);
      expect(await asked(token)).toEqual({ status: 200, assurance: 'HIGH' });
      await logOut(page);
      const { status, problem } = await asked(token);
      expect([status, problem?.extensions]).toEqual([401, { code: 'UNAUTHENTICATED' }]);
      expect(problem?.message).toContain('the session has ended');
    },
    patienceMs,
  );

  test(
    'steps up from a password to the ID card in the same session, which ends as one',
    async () => {
      await using visitor = await visit();
      const { context, page, tokens } = visitor;
      await logIn(page, /Passwort/);
      await runAccountQuery(page);
      const weak = tokens.at(-1);
      expect(await asked(weak)).toMatchObject({ status: 200, assurance: 'NORMAL' });

      // A frontend asks for the level that a service wants; the playground takes any, so the level is added on the way.
      await context.route(`${system.issuer}/auth?*`, (route) =>
        route.continue({ url: `${route.request().url()}&acr_values=HIGH` }),
      );
      await page.evaluate(() => sessionStorage.clear());
      await page.reload();
      await page.getByRole('button', { name: 'Anmelden' }).click();
      await page.getByText('Angemeldet als Erika Mustermann').waitFor();
      expect(await page.getByRole('link', { name: /Passwort|ELSTER/ }).count()).toBe(0);
      await page.getByRole('link', { name: /Online-Ausweis/ }).click();
      await page.getByRole('button', { name: /Erika Mustermann/ }).click();
      await page.getByRole('button', { name: 'Abmelden' }).waitFor();
      expect(await runAccountQuery(page)).toContain('"full": "Erika Mustermann"');
      const strong = tokens.at(-1);
      expect(await asked(strong)).toMatchObject({ status: 200, assurance: 'HIGH' });

      await logOut(page);
      expect([(await asked(weak)).status, (await asked(strong)).status]).toEqual([401, 401]);
    },
    patienceMs,
  );

  test(
    'logs out in one browser and stays logged in in another',
    async () => {
      await using here = await visit();
      await using there = await visit();
      for (const { page } of [here, there]) {
        await logIn(page, /Online-Ausweis/);
        await runAccountQuery(page);
      }
      await logOut(here.page);
      expect((await asked(here.tokens.at(-1))).status).toBe(401);
      expect((await asked(there.tokens.at(-1))).status).toBe(200);
    },
    patienceMs,
  );
});

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { findChromium, launchChromium } from '../../testkit/chromium.ts';
import { eventually } from '../../testkit/system.ts';
import { startGateway } from './gateway.ts';
import type { TestGateway } from './gateway.ts';
import { startIssuer } from './issuer.ts';
import type { TestIssuer } from './issuer.ts';
import { watch } from './page-watch.ts';
import type { PageWatch } from './page-watch.ts';

const found = await findChromium();
const inBrowser = 'path' in found ? describe : describe.skip;
const why = 'missing' in found ? ` (skipped: ${found.missing})` : '';

let browser: Browser;
let issuer: TestIssuer;
let gateway: TestGateway;

interface Visit extends AsyncDisposable {
  page: Page;
  seen: PageWatch;
}

/** Opens the playground as somebody who has never been there. */
async function visit(settings: BrowserContextOptions = {}, address = gateway.origin): Promise<Visit> {
  const context = await browser.newContext({
    locale: 'en-GB',
    viewport: { width: 1280, height: 800 },
    ...settings,
  });
  const seen = watch(context);
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  await page.goto(address);
  return { page, seen, [Symbol.asyncDispose]: () => context.close() };
}

/** Runs the operation in front and gives the text of the response when it is there. */
async function runOperation(page: Page): Promise<string> {
  await page.locator('.graphiql-query-editor .view-line').first().waitFor();
  const answered = page.waitForResponse((response) => {
    const sent = response.request().postData() ?? '';
    return response.url().endsWith('/graphql') && sent.includes('greeting') && !sent.includes('__schema');
  });
  await page.getByRole('button', { name: /Execute query/ }).click();
  await (await answered).finished();
  const result = page.locator('.graphiql-response .view-lines');
  await result
    .getByText(/data|errors/)
    .first()
    .waitFor();
  return (await result.innerText()).replaceAll('\u00a0', ' ');
}

async function logIn(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.getByRole('button', { name: 'Identify' }).click();
  await page.getByRole('button', { name: 'Log out' }).waitFor();
}

inBrowser(`the playground in a browser${why}`, () => {
  beforeAll(async () => {
    if ('path' in found) browser = await launchChromium(found.path);
    issuer = await startIssuer();
    gateway = await startGateway(issuer.address);
    await issuer.admit(gateway.origin);
  });

  afterAll(async () => {
    await browser?.close();
    await gateway?.[Symbol.asyncDispose]();
    await issuer?.[Symbol.asyncDispose]();
  });

  test('shows the account query, runs it, and asks nobody but its own origin', async () => {
    await using visitor = await visit();
    const { page, seen } = visitor;
    expect(await page.title()).toBe('Amtgraph');
    const response = await runOperation(page);
    expect(response).toContain('Guten Tag');
    expect(response).toContain('"me": null');
    expect(await page.locator('.graphiql-query-editor .view-lines').innerText()).toContain('Account');
    // The editor starts its worker when it has time.
    await eventually('the worker of the editor to be asked for', () =>
      seen.addresses.some((address) => address.includes('graphql.worker')),
    );
    expect(seen.origins()).toEqual([gateway.origin]);
    expect(seen.complaints).toEqual([]);
  });

  test('explains the schema and keeps a history', async () => {
    await using visitor = await visit();
    const { page, seen } = visitor;
    await runOperation(page);
    await page.getByRole('button', { name: /Show Documentation Explorer/ }).click();
    await page.locator('.graphiql-doc-explorer').getByText('Query', { exact: true }).click();
    await page.getByText('The citizen who is logged in.').waitFor();
    await page.getByRole('button', { name: 'Show History' }).click();
    await page.locator('.graphiql-history-items').getByText('Account').first().waitFor();
    expect(seen.complaints).toEqual([]);
  });

  test('offers a login with the level that an answer lacks, and gets it', async () => {
    issuer.usualLevel = 'NORMAL';
    await using visitor = await visit();
    const { page, seen } = visitor;
    try {
      await logIn(page);
      expect(await page.getByRole('status').innerText()).toContain('Level of assurance: normal');
      expect(await runOperation(page)).toContain('ASSURANCE_TOO_LOW');
      await page.getByText('Part of the answer is missing: it needs the level of assurance “high”.').waitFor();
      await page.getByRole('button', { name: 'Log in with this level' }).click();
      await page.getByRole('button', { name: 'Identify' }).click();
      await page.getByText('Level of assurance: high').waitFor();
      expect(seen.addresses.some((address) => address.includes('acr_values=HIGH'))).toBe(true);
      expect(await runOperation(page)).toContain('Erika Mustermann');
      expect(await page.getByRole('button', { name: 'Log in with this level' }).count()).toBe(0);
      expect(seen.complaints).toEqual([]);
    } finally {
      issuer.usualLevel = 'HIGH';
    }
  });

  test('logs in with PKCE, sends the token from then on, and keeps it out of addresses and localStorage', async () => {
    await using visitor = await visit();
    const { page, seen } = visitor;
    await logIn(page);
    expect(page.url()).toBe(`${gateway.origin}/`);
    expect(await page.getByRole('status').innerText()).toMatch(/Logged in until \d\d:\d\d\s+Level of assurance: high/);
    const response = await runOperation(page);
    expect(response).toContain('Erika Mustermann');
    expect(response).toContain('"assurance": "HIGH"');
    const token = gateway.authorizations.at(-1)?.replace('Bearer ', '') ?? '';
    expect(token.split('.')).toHaveLength(3);
    expect(seen.addresses.some((address) => address.includes('code_challenge_method=S256'))).toBe(true);
    expect(seen.addresses.some((address) => address.includes(token))).toBe(false);
    expect(await page.evaluate(() => JSON.stringify(sessionStorage))).toContain(token);
    await page.waitForTimeout(700); // GraphiQL stores its tabs half a second later.
    const kept = await page.evaluate(() => JSON.stringify(localStorage));
    expect(kept).toContain('Account');
    expect(kept).not.toContain(token);
    expect(kept).not.toContain('Mustermann');
    expect(seen.origins().toSorted()).toEqual([gateway.origin, issuer.address].toSorted());
    expect(seen.complaints).toEqual([]);
  });

  test('stays logged in over a reload, and logs out here and at the issuer', async () => {
    await using visitor = await visit();
    const { page, seen } = visitor;
    await logIn(page);
    await page.reload();
    await page.getByRole('button', { name: 'Log out' }).click();
    await page.getByRole('button', { name: 'End session' }).click();
    await page.getByRole('button', { name: 'Log in' }).waitFor();
    expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
    await runOperation(page);
    expect(gateway.authorizations.at(-1)).toBeUndefined();
    expect(seen.complaints).toEqual([]);
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByRole('button', { name: 'Identify' }).waitFor();
  });

  test('says that the login was cancelled', async () => {
    await using visitor = await visit();
    const { page } = visitor;
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('alert').getByText('You cancelled the login.').waitFor();
    expect(page.url()).toBe(`${gateway.origin}/`);
    await page.getByRole('button', { name: 'Close message' }).click();
    expect(await page.getByRole('alert').first().innerText()).toBe('');
  });

  test('refuses an answer that belongs to no login of this tab', async () => {
    await using visitor = await visit({}, `${gateway.origin}/?code=stolen&state=guessed`);
    const { page, seen } = visitor;
    await page.getByRole('alert').getByText('not started in this window').waitFor();
    expect(page.url()).toBe(`${gateway.origin}/`);
    expect(seen.origins()).toEqual([gateway.origin]);
  });

  test('says that the login has expired, and sends no token any more', async () => {
    issuer.tokenLifetime = 3;
    await using visitor = await visit();
    const { page } = visitor;
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByRole('button', { name: 'Identify' }).click();
    await page.getByRole('alert').getByText('Your login has expired').waitFor();
    issuer.tokenLifetime = 600;
    await page.getByRole('button', { name: 'Log in' }).waitFor();
    await runOperation(page);
    expect(gateway.authorizations.at(-1)).toBeUndefined();
  });

  test('says that the gateway no longer accepts the token', async () => {
    await using visitor = await visit();
    const { page } = visitor;
    await logIn(page);
    gateway.refusesTokens = true;
    await runOperation(page);
    gateway.refusesTokens = false;
    await page.getByRole('alert').getByText('no longer accepts your login').waitFor();
    expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
  });

  test('speaks German to those who do', async () => {
    await using visitor = await visit({ locale: 'de-AT' });
    const { page } = visitor;
    await page.getByRole('button', { name: 'Anmelden' }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('de');
  });

  test('fits a phone: nothing to scroll sideways, login, editor and response in reach', async () => {
    await using visitor = await visit({ viewport: { width: 390, height: 844 } });
    const { page, seen } = visitor;
    await logIn(page);
    expect(await runOperation(page)).toContain('Erika Mustermann');
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
    for (const part of ['.graphiql-query-editor', '.graphiql-response', '.account-button']) {
      const box = await page.locator(part).boundingBox();
      expect(box?.x).toBeGreaterThanOrEqual(0);
      expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(390);
      expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(844);
    }
    expect((await page.locator('.graphiql-query-editor').boundingBox())?.width).toBeGreaterThan(280);
    expect(seen.complaints).toEqual([]);
  });

  test('is operated by keyboard alone', async () => {
    await using visitor = await visit();
    const { page } = visitor;
    await page.getByRole('button', { name: 'Log in' }).waitFor();
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Log in');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Identify' }).waitFor();
  });

  test('offers no login where there is no issuer', async () => {
    await using alone = await startGateway();
    await using visitor = await visit({}, alone.origin);
    const { page, seen } = visitor;
    expect(await runOperation(page)).toContain('Guten Tag');
    expect(await page.getByRole('button', { name: 'Log in' }).count()).toBe(0);
    expect(seen.origins()).toEqual([alone.origin]);
    expect(seen.complaints).toEqual([]);
  });

  test('sends headers that a person types, and forgets them with the page', async () => {
    await using alone = await startGateway();
    await using visitor = await visit({}, alone.origin);
    const { page } = visitor;
    await page.getByRole('button', { name: 'Headers', exact: true }).click();
    await page.locator('.graphiql-editor-tool .graphiql-editor:not(.hidden)').click();
    await page.keyboard.insertText('{ "authorization": "Bearer typed-by-hand" }');
    // The editor hands on what was typed a moment later.
    await page.waitForTimeout(1_000);
    await runOperation(page);
    expect(alone.authorizations.at(-1)).toBe('Bearer typed-by-hand');
    await page.waitForTimeout(700);
    const kept = await page.evaluate(() => JSON.stringify(localStorage));
    expect(kept).toContain('graphiql:queries');
    expect(kept).not.toContain('typed-by-hand');
  });

  test('says that the login service cannot be reached', async () => {
    await using gone = await startGateway('http://localhost:9');
    await using visitor = await visit({}, gone.origin);
    const { page } = visitor;
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByRole('alert').getByText('cannot be reached').waitFor();
  });
});

import type { Transaction } from './transactions.ts';

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escape = (text: string) => text.replaceAll(/[&<>"']/g, (sign) => entities[sign] ?? sign);

const style =
  'body{font:16px/1.5 system-ui,sans-serif;max-width:32rem;margin:3rem auto;padding:0 1rem}button{font:inherit;margin:.25rem .25rem 0 0;padding:.4rem 1rem}dt{color:#555}dd{margin:0 0 .5rem;font-weight:600}';

/** Nothing of the page comes from anywhere else, and nobody frames it. */
export const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};

function page(title: string, body: string): string {
  return `<!doctype html><html lang="de"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><style>${style}</style><main><h1>${title}</h1>${body}</main></html>`;
}

const money = new Intl.NumberFormat('de', { style: 'currency', currency: 'EUR' });

/** What one can do on the paying page, and what it is called there. */
export const choices = {
  success: 'Bezahlen',
  decline: 'Bezahlen mit gesperrter Karte',
  slow: 'Bezahlen, Bank braucht fünf Sekunden',
  cancel: 'Abbrechen',
  abandon: 'Weggehen, ohne etwas zu tun',
} as const;
export type Choice = keyof typeof choices;

export function payingPage({ cents, purpose, description, originator, status }: Transaction): string {
  const facts = `<dl><dt>An</dt><dd>Behörde ${escape(originator)}</dd><dt>Zweck</dt><dd>${escape(purpose)}</dd><dt>Betrag</dt><dd>${escape(money.format(cents / 100))}</dd></dl><p>${escape(description)}</p>`;
  const buttons = Object.entries(choices).map(
    ([choice, label]) => `<button name="choice" value="${choice}">${escape(label)}</button>`,
  );
  const form =
    status === 'INITIAL'
      ? `<form method="post">${buttons.join('')}</form>`
      : `<p>Der Vorgang ist beendet: ${status}.</p>`;
  return page('Musterbezahldienst', facts + form);
}

export const messagePage = (text: string) => page('Musterbezahldienst', `<p>${escape(text)}</p>`);

import { html, type Html } from '../../../platform/html.ts';
import type { Language } from '../../../platform/language.ts';
import type { Actor } from '../domain/actor.ts';
import { stylesheetPath } from './stylesheet.ts';
import { texts, type Texts } from './texts.ts';

/** What every view knows besides its data. */
export interface PageContext {
  language: Language;
  text: Texts;
  /** Who is logged in. */
  actor: Actor;
  formToken: string;
  /** Graph and variant that is looked at: amtgraph@prod. */
  ref: string;
}

export interface PageContent {
  title: string;
  content: Html;
  /** Path of the section that it belongs to. */
  section?: string;
}

/** Sections of the page, by the path that follows the variant. */
const sections = ['overview', 'launches', 'checks', 'owners', 'usage', 'promotions', 'tokens', 'audit'] as const;
export type Section = (typeof sections)[number];

/** Where a section of a variant lies. */
export const pathOf = (ref: string, section: Section) =>
  section === 'overview' ? `/variants/${ref}` : `/variants/${ref}/${section}`;

/** The frame of every page. @returns a whole HTML document */
export function frame({ title, content }: PageContent, language: Language, inner?: { top: Html; nav: Html }): string {
  const text = texts[language];
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${title} – ${text.service} – Amtgraph</title>
        <link rel="stylesheet" href="${stylesheetPath}" />
      </head>
      <body>
        <a class="skip" href="#content">${text.skip}</a>
        <header class="bar">
          <div class="inside">
            <span class="mark" aria-hidden="true">A</span>
            <a class="brand" href="/"><strong>Amtgraph</strong><span>${text.service}</span></a>
            ${inner?.top}
          </div>
        </header>
        ${inner?.nav}
        <main class="inside" id="content">${content}</main>
      </body>
    </html>`.toString();
}

/** A page for somebody who is logged in. */
export function page({ title, content, section }: PageContent, context: PageContext): string {
  const { language, text, actor, ref } = context;
  const top = html`<p class="who">
      <strong>${actor.holder}</strong><br />${actor.agency ?? text.operators}, ${actor.role}
    </p>
    ${form(context, '/logout', html`<button class="quiet">${text.logout}</button>`)}`;
  const nav = html`<nav aria-label="${text.sections}">
    <ul class="inside">
      ${sections.map(
        (each) =>
          html`<li>
            <a href="${pathOf(ref, each)}" ${each === section && html`aria-current="page"`}>${text[each]}</a>
          </li>`,
      )}
    </ul>
  </nav>`;
  return frame({ title, content }, language, { top, nav });
}

/** A form that only this session can send. */
export function form(
  { formToken, ref }: Pick<PageContext, 'formToken' | 'ref'>,
  action: string,
  content: Html,
  style = 'inline',
): Html {
  return html`<form class="${style}" method="post" action="${action}">
    <input type="hidden" name="form" value="${formToken}" /><input type="hidden" name="ref" value="${ref}" />${content}
  </form>`;
}

export interface Column {
  title: string;
  isNumber?: boolean;
}

/** A table with a caption for who cannot see it; `empty` where there are no rows. */
export function table(
  caption: string,
  columns: readonly (string | Column)[],
  rows: readonly Html[][],
  empty: string,
): Html {
  const all = columns.map((column) => (typeof column === 'string' ? { title: column } : column));
  const style = (index: number) => (all[index]?.isNumber ? html`class="number"` : '');
  if (rows.length === 0) return html`<p>${empty}</p>`;
  return html`<div class="wide" tabindex="0" role="region" aria-label="${caption}">
    <table>
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          ${all.map(({ title }, index) => html`<th scope="col" ${style(index)}>${title}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              ${row.map((cell, index) => html`<td ${style(index)}>${cell}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** A moment, as people of the language write it, in German time. */
export function moment(value: string | null, language: Language): Html {
  if (!value) return html``;
  const format = new Intl.DateTimeFormat(language === 'de' ? 'de-DE' : 'en-GB', {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: 'Europe/Berlin',
  });
  return html`<time datetime="${value}">${format.format(new Date(value))}</time>`;
}

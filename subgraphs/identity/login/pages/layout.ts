import type { Language } from '../../../kit/subgraph.ts';
import { html, type Html } from '../../../../platform/html.ts';
import { stylesheetPath } from './stylesheet.ts';
import { texts } from './texts.ts';

export interface PageContext {
  language: Language;
  /** The issuer's URL; the stylesheet lies under it. */
  issuer: string;
}

export interface PageContent {
  title: string;
  content: Html;
  /** True when the citizens on offer are made up: the page says so. */
  isSpecimen?: boolean;
}

/** The frame of every page of the login. @returns a whole HTML document */
export function layout({ language, issuer }: PageContext, { title, content, isSpecimen = false }: PageContent): string {
  const text = texts[language];
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${title} – ${text.service}</title>
        <link rel="stylesheet" href="${new URL(issuer).pathname}${stylesheetPath}" />
      </head>
      <body>
        <header class="bar">
          <div class="inside">
            <span class="mark" aria-hidden="true">A</span>
            <span class="brand"><strong>Amtgraph</strong> ${text.service}</span>
          </div>
        </header>
        ${isSpecimen && html`<p class="specimen" role="note"><span class="inside">${text.specimenNotice}</span></p>`}
        <main class="inside">${content}</main>
        <footer>
          <p class="inside">${text.footer}</p>
        </footer>
      </body>
    </html>`.toString();
}

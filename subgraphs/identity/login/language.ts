import { languageOf } from '../../../platform/language.ts';
import type { Language } from '../../kit/subgraph.ts';

export const languages: readonly Language[] = ['de', 'en'];

/**
 * The language of a page: what the client asked for (`ui_locales`, OpenID Connect Core 3.1.2.1), then what the browser
 * asks for, then German.
 */
export function chooseLanguage(uiLocales: unknown, acceptLanguage: string | undefined): Language {
  const wanted = typeof uiLocales === 'string' ? uiLocales.toLowerCase().split(' ') : [];
  const asked = wanted.flatMap((tag) => languages.filter((language) => tag.split('-')[0] === language));
  return asked[0] ?? languageOf(acceptLanguage);
}

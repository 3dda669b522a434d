export const languages = ['de', 'en'] as const;

/** The languages of the login pages. */
export type Language = (typeof languages)[number];

const asLanguage = (tag: string) => languages.find((language) => language === tag.trim().toLowerCase().split('-')[0]);

/** Language ranges of an Accept-Language header, most wanted first (RFC 9110, 12.5.4). */
function rangesOf(header: string): string[] {
  return header
    .split(',')
    .map((part) => {
      const [range = '', ...parameters] = part.split(';').map((text) => text.trim());
      const weight = parameters.find((parameter) => parameter.startsWith('q='));
      return { range, quality: weight ? Number(weight.slice(2)) : 1 };
    })
    .filter(({ quality }) => quality > 0)
    .toSorted((a, b) => b.quality - a.quality)
    .map(({ range }) => range);
}

/**
 * The language of a page: what the client asked for (`ui_locales`, OpenID Connect Core 3.1.2.1), then what the browser
 * asks for, then German.
 */
export function chooseLanguage(uiLocales: unknown, acceptLanguage: string | undefined): Language {
  const wanted = typeof uiLocales === 'string' ? uiLocales.split(' ') : [];
  const tags = [...wanted, ...rangesOf(acceptLanguage ?? '')];
  return tags.map(asLanguage).find((language) => language !== undefined) ?? 'de';
}

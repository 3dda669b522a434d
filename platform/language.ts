/** The languages that texts for people come in. */
export type Language = 'de' | 'en';

/** The caller's language of the two that texts come in, from `Accept-Language`; German where neither is asked for. */
export function languageOf(acceptLanguage: string | undefined): Language {
  const wanted = (acceptLanguage ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
      const quality = Number(parameters.find((p) => p.trim().startsWith('q='))?.split('=')[1] ?? 1);
      return { tag: tag.split('-')[0], quality: Number.isFinite(quality) ? quality : 0 };
    })
    .filter(({ tag, quality }) => (tag === 'de' || tag === 'en') && quality > 0)
    .toSorted((a, b) => b.quality - a.quality)[0];
  return wanted?.tag === 'en' ? 'en' : 'de';
}

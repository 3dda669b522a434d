/** Languages that are told apart; whoever lists more means the first ones. */
const MOST = 8;

/**
 * `Accept-Language` as part of a key: the languages in the order in which they are wanted. Browsers write the same wish in many ways, and
 * each would be kept by itself.
 */
export function languageKey(header: string | undefined): string {
  if (header === undefined) return '';
  const wanted = header.split(',').flatMap((part, order) => {
    const [tag = '', ...parameters] = part.split(';').map((text) => text.trim().toLowerCase());
    const quality = Number(parameters.find((text) => text.startsWith('q='))?.slice(2) ?? 1);
    return tag === '' || !(quality > 0) ? [] : [{ tag, quality, order }];
  });
  return wanted
    .toSorted((one, other) => other.quality - one.quality || one.order - other.order)
    .slice(0, MOST)
    .map(({ tag }) => tag)
    .join(',');
}

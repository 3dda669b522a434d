/** What nobody may find again, in forms that survive JSON, URLs and quoting. */
export const sentinels = {
  name: 'Sentinelquandt',
  vin: 'WXXSENTNELVN00001',
  sealCode: 'S7ENTSEALX',
  token: 'sentineltoken0123456789abcdef',
  iban: 'DE89370400440532013000',
  mail: 'sentinel.mail.address',
} as const;

export const values = Object.values(sentinels);
export const all = values.join(' ');
/** All of them as one name of GraphQL. */
export const asName = values.map((value) => value.replaceAll('.', '_')).join('_');

/** The one that fits a field by its name, so that it gets as far as what a citizen types in there. */
export function fitting(field: string): string {
  const kinds: [RegExp, string][] = [
    [/iban/i, sentinels.iban],
    [/vin$/i, sentinels.vin],
    [/code/i, sentinels.sealCode],
    [/mail/i, `${sentinels.mail}@example.org`],
    [/token|key|demand|mandate|confirmation/i, sentinels.token],
  ];
  return kinds.find(([pattern]) => pattern.test(field))?.[1] ?? sentinels.name;
}

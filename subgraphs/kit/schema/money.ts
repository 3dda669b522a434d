import { Arg, Ctx, Directive, Field, Int, ObjectType, Resolver, FieldResolver, Root } from 'type-graphql';
import type { RequestContext } from '../subgraph.ts';

/** An amount in integer minor units; never a float. */
export interface MoneyAmount {
  /** Minor units: cents for EUR. */
  amount: number;
  /** ISO 4217. */
  currency: string;
}

/** Euro cents as Money. */
export function euros(cents: number): MoneyAmount {
  return { amount: cents, currency: 'EUR' };
}

const formats = new Map<string, Intl.NumberFormat>();

function formatFor(locale: string, currency: string): Intl.NumberFormat {
  const key = `${locale} ${currency}`;
  const known = formats.get(key);
  if (known) return known;
  const format = new Intl.NumberFormat(locale, { style: 'currency', currency });
  // Locales come from callers: remember the usual ones, do not collect all there are.
  if (formats.size < 50) formats.set(key, format);
  return format;
}

/** `12,50 €` for 1250 cents in German. An unknown locale falls back to German. */
export function formatMoney({ amount, currency }: MoneyAmount, locale: string): string {
  const [supported = 'de'] = Intl.NumberFormat.supportedLocalesOf(
    /^[\w-]{2,35}$/.test(locale) ? safeLocale(locale) : 'de',
  );
  const format = formatFor(supported, currency);
  return format.format(amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}

function safeLocale(locale: string): string {
  try {
    return Intl.getCanonicalLocales(locale)[0] ?? 'de';
  } catch {
    return 'de';
  }
}

@Directive('@shareable')
@ObjectType({ description: 'An amount of money in integer minor units (cents for EUR); never a float.' })
export class Money implements MoneyAmount {
  @Field(() => Int, { description: 'Minor units of the currency: 1250 is 12.50 EUR.' })
  amount!: number;

  @Field(() => String, { description: 'ISO 4217 code, for example EUR.' })
  currency!: string;
}

@Resolver(() => Money)
export class MoneyResolver {
  @FieldResolver(() => String, { description: 'The amount as text for people, for example `12,50 €`.' })
  formatted(
    @Root() money: Money,
    @Ctx() context: RequestContext<unknown>,
    @Arg('locale', () => String, {
      nullable: true,
      description: 'BCP 47, for example de-DE; by default the language of the request.',
    })
    locale?: string,
  ): string {
    return formatMoney(money, locale ?? context.language);
  }
}

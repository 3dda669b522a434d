import { Directive, Field, ObjectType } from 'type-graphql';
import { publicAsParent } from '../../kit/schema/cache-control.ts';
import { euros, Money, type MoneyAmount } from '../../kit/schema/money.ts';
import type { Language } from '../../kit/subgraph.ts';
import { inLanguage, type ServiceFee as Fee } from '../domain/competence.ts';

@Directive(publicAsParent)
@ObjectType({ description: 'What a service costs. Where it depends on the case, a text says on what.' })
export class ServiceFee {
  @Directive(publicAsParent)
  @Field(() => Money, { nullable: true, description: 'Asked for online.' })
  online?: MoneyAmount | null;

  @Directive(publicAsParent)
  @Field(() => Money, { nullable: true, description: 'Asked for at the counter.' })
  counter?: MoneyAmount | null;

  @Field(() => String, { nullable: true, description: 'In words, where it depends on the case.' })
  text?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Numbers in the fee schedule or the law it follows from, for example `GebOSt 224.1, 224.2`.',
  })
  basis?: string | null;
}

const money = (cents: number | undefined) => (cents === undefined ? null : euros(cents));

export function toServiceFee(fee: Fee | null | undefined, language: Language): ServiceFee | null {
  if (!fee) return null;
  return {
    online: money(fee.onlineCents),
    counter: money(fee.counterCents),
    text: fee.text ? inLanguage(fee.text, language) : null,
    basis: fee.basis ?? null,
  };
}

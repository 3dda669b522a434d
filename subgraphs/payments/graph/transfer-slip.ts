import { Ctx, Directive, Field, FieldResolver, ObjectType, Resolver, Root } from 'type-graphql';
import { euros, Money, type MoneyAmount } from '../../kit/schema/money.ts';
import type { RequestContext } from '../../kit/subgraph.ts';
import { drawCode, writeTransferSlip } from '../documents/transfer-slip.ts';
import { epcCode, type Transfer } from '../domain/epc-code.ts';
import { referenceOfFee } from '../domain/fee-reference.ts';
import { payeeOf } from '../domain/payee.ts';
import type { PaymentsDesk } from '../processing/desk.ts';
import { Document, toDocument } from './document.ts';
import { Fee } from './vehicle.ts';

@ObjectType({ description: 'What a SEPA transfer of a fee needs (Überweisungsträger).' })
export class TransferSlip {
  @Field(() => String, { description: 'Who is paid.' })
  payee!: string;

  @Field(() => String, { description: "The payee's account (IBAN)." })
  iban!: string;

  @Field(() => String, { nullable: true, description: "The payee's bank (BIC)." })
  bic?: string | null;

  @Field(() => Money, { description: 'How much it is.' })
  amount!: MoneyAmount;

  @Field(() => String, {
    description: 'Creditor reference (ISO 11649): by it the authority finds whose transfer it is.',
  })
  reference!: string;

  @Field(() => String, { description: 'Content of the QR code (EPC069-12): any application can draw it.' })
  epcCode!: string;

  transfer!: Transfer;
  purpose!: string;
}

@Resolver(() => Fee)
export class FeeTransferResolver {
  @FieldResolver(() => TransferSlip, {
    nullable: true,
    description:
      'What a transfer of it needs; absent where the authority takes none. A transfer takes days: the fee stays open until it has arrived.',
  })
  transferSlip(@Root() fee: Fee, @Ctx() { store }: RequestContext<PaymentsDesk>): TransferSlip | null {
    const payee = payeeOf(store.work?.services.payees ?? [], fee.authority);
    if (!payee) return null;
    const { name, iban, bic } = payee;
    const cents = fee.amount.amount;
    const transfer = { payee: name, iban, bic, cents, reference: referenceOfFee(fee.id) };
    return {
      payee: name,
      iban,
      bic: bic ?? null,
      amount: euros(cents),
      reference: transfer.reference,
      epcCode: epcCode(transfer),
      transfer,
      purpose: fee.text,
    };
  }
}

@Resolver(() => TransferSlip)
export class TransferSlipResolver {
  @Directive('@cost(weight: 10)')
  @FieldResolver(() => Document, { description: 'The QR code as an image, PNG.' })
  async code(@Root() { transfer }: TransferSlip): Promise<Document> {
    return toDocument('transfer.png', 'image/png', await drawCode(transfer));
  }

  @Directive('@cost(weight: 20)')
  @FieldResolver(() => Document, { description: 'A page to print, with the code, PDF.' })
  async page(
    @Root() { transfer, purpose }: TransferSlip,
    @Ctx() { language }: RequestContext<PaymentsDesk>,
  ): Promise<Document> {
    return toDocument('transfer.pdf', 'application/pdf', await writeTransferSlip(transfer, purpose, language));
  }
}

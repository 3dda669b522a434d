/** The bank account on which an authority takes transfers. */
export interface Payee {
  /** AGS. */
  authority: string;
  name: string;
  iban: string;
  bic?: string | undefined;
}

export function payeeOf(payees: readonly Payee[], authority: string): Payee | undefined {
  return payees.find((each) => each.authority === authority);
}

/** An entry of a statement, as far as tests change it. */
export interface Entry {
  id?: string;
  amount?: string;
  reference?: string;
  /** Free text of the payer. */
  text?: string;
  direction?: 'CRDT' | 'DBIT';
  status?: string;
  currency?: string;
  from?: string;
  /** In place of all that says who paid and what for. */
  details?: string;
}

const detailsOf = ({ reference, text, from }: Entry) => `<NtryDtls><TxDtls>
  <RltdPties><Dbtr><Nm>Erika Mustermann</Nm></Dbtr>${from ? `<DbtrAcct><Id><IBAN>${from}</IBAN></Id></DbtrAcct>` : ''}</RltdPties>
  <RmtInf>${reference ? `<Strd><CdtrRefInf><Ref>${reference}</Ref></CdtrRefInf></Strd>` : ''}${text ? `<Ustrd>${text}</Ustrd>` : ''}</RmtInf>
</TxDtls></NtryDtls>`;

function entryOf(entry: Entry, index: number): string {
  const { id = `E-${index}`, amount = '10.20', direction = 'CRDT', status = 'BOOK', currency = 'EUR' } = entry;
  return `<Ntry><Amt Ccy="${currency}">${amount}</Amt><CdtDbtInd>${direction}</CdtDbtInd><Sts>${status}</Sts>
    <BookgDt><Dt>2026-03-02</Dt></BookgDt><AcctSvcrRef>${id}</AcctSvcrRef>${entry.details ?? detailsOf(entry)}</Ntry>`;
}

/** A bank's statement, camt.053. */
export function statementOf(entries: readonly Entry[], iban = 'DE89370400440532013000', version = '02'): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.${version}"><BkToCstmrStmt><Stmt>
  <Id>STMT-1</Id><Acct><Id><IBAN>${iban}</IBAN></Id></Acct>${entries.map(entryOf).join('\n')}
</Stmt></BkToCstmrStmt></Document>`;
}

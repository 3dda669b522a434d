import { describe, expect, test } from '@jest/globals';
import { readBankStatements } from '../../../../subgraphs/payments/clients/bank-statement.ts';
import { statementOf } from '../../../integration/payments/statements.ts';

const credits = (text: string) => readBankStatements(text).flatMap((statement) => statement.credits);

describe('a statement', () => {
  test('gives the credits that are booked, with their reference and without who paid', () => {
    const text = statementOf([{ id: 'A', amount: '5.7', reference: 'RF18 5390 0754 7034' }, { direction: 'DBIT' }]);
    expect(readBankStatements(text)).toEqual([
      {
        iban: 'DE89370400440532013000',
        credits: [{ id: 'A', bookedOn: '2026-03-02', cents: 570, reference: 'RF18539007547034', from: null }],
      },
    ]);
  });

  test('is read in a later version of the standard too', () => {
    const text = statementOf([{ amount: '1000000.00' }], 'DE89370400440532013000', '08').replace(
      '<Sts>BOOK</Sts>',
      '<Sts><Cd>BOOK</Cd></Sts>',
    );
    expect(credits(text)).toMatchObject([{ cents: 100_000_000 }]);
  });

  test('with an entry that the bank booked together is taken apart', () => {
    const part = (cents: string, reference: string) =>
      `<TxDtls><Amt Ccy="EUR">${cents}</Amt><RmtInf><Ustrd>${reference}</Ustrd></RmtInf></TxDtls>`;
    const details = `<NtryDtls>${part('4.00', 'RF18539007547034')}${part('6.20', 'nothing')}</NtryDtls>`;
    expect(credits(statementOf([{ id: 'B', details }]))).toMatchObject([
      { id: 'B/1', cents: 400, reference: 'RF18539007547034' },
      { id: 'B/2', cents: 620, reference: null },
    ]);
    expect(() => credits(statementOf([{ amount: '9.99', details }]))).toThrow('add up');
  });

  test('whose entries have no name of their own names them by itself, the same each time', () => {
    const text = statementOf([{}, {}]).replaceAll(/<AcctSvcrRef>.*?<\/AcctSvcrRef>/g, '');
    expect(credits(text).map(({ id }) => id)).toEqual(['STMT-1 1', 'STMT-1 2']);
  });
});

test.each([
  ['no XML', 'Buchungstag;Betrag', 'well-formed'],
  ['other XML', '<a/>', 'camt.053'],
  ['another currency', statementOf([{ currency: 'USD' }]), 'EUR'],
  ['parts of a cent', statementOf([{ amount: '1.005' }]), 'two decimals'],
  ['a negative amount', statementOf([{ amount: '-1.00' }]), 'two decimals'],
  ['no account', statementOf([]).replace(/<Acct>.*<\/Acct>/, ''), 'Acct/Id/IBAN'],
  [
    'a document type declaration',
    `<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>${statementOf([])}`,
    'document type',
  ],
])('%s is refused, and the message repeats nothing of it', (_, text, message) => {
  expect(() => readBankStatements(text)).toThrow(message);
});

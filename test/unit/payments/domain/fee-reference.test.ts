import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isCreditorReference } from '../../../../subgraphs/payments/domain/epc-code.ts';
import { feeIdEnding, referenceOfFee } from '../../../../subgraphs/payments/domain/fee-reference.ts';

test('every fee has a creditor reference, which leads back to the end of its id', () => {
  fc.assert(
    fc.property(fc.uuid(), (id) => {
      const reference = referenceOfFee(id);
      expect(isCreditorReference(reference)).toBe(true);
      expect(id.replaceAll('-', '').endsWith(feeIdEnding(reference) ?? 'none')).toBe(true);
    }),
  );
});

test('a reference with one sign changed, with another length, or of somebody else names no fee, or at least not by its check digits', () => {
  const reference = referenceOfFee('01990000-0000-7000-8000-0123456789ab');
  const last = reference.at(-1) === 'A' ? 'B' : 'A';
  expect(feeIdEnding(reference.slice(0, -1) + last)).toBeNull();
  expect(feeIdEnding('RF18539007547034ZZZZZZZZZ')).toBeNull();
  expect(feeIdEnding('')).toBeNull();
});

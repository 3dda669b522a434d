import { expect, test } from '@jest/globals';
import { feeStatusOn } from '../../../../subgraphs/payments/domain/fee-status.ts';

test.each([
  ['2026-01-30', 'OPEN'],
  ['2026-01-31', 'DUE'],
  ['2026-02-28', 'DUE'],
  ['2026-03-01', 'OVERDUE'],
])('on %s a fee that is due on 31 January 2026 is %s', (today, status) => {
  expect(feeStatusOn(today, '2026-01-31')).toBe(status);
});

test('the months of grace are those that held on the day on which it was due', () => {
  const terms = [
    { validFrom: '2000-01-01', validTo: '2025-12-31', graceMonths: 1 },
    { validFrom: '2026-01-01', validTo: null, graceMonths: 0 },
  ];
  expect(feeStatusOn('2026-01-15', '2025-12-31', terms)).toBe('DUE');
  expect(feeStatusOn('2026-01-15', '2026-01-14', terms)).toBe('OVERDUE');
});

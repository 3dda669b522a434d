import { expect, test } from '@jest/globals';
import { spareWhenDown } from '../../../../subgraphs/vehicle-registration/clients/spare-when-down.ts';
import type { BackOffice, Decision, SubmitAnswer } from '../../../../subgraphs/vehicle-registration/domain/ports.ts';

const down: SubmitAnswer = { outcome: 'UNAVAILABLE', reason: 'TIMEOUT' };
const decision: Decision = { applicationId: 'a', decision: 'APPROVED', decidedAt: new Date(), reasons: [] };

/** A back office whose answers a test hands out one by one. */
function officeUnderTest() {
  const waiting: ((answer: SubmitAnswer) => void)[] = [];
  const office: BackOffice = {
    capabilities: { protocol: 'rest', takesDecisions: true, tellsPapers: true, longestParticular: 100 },
    submit: () => new Promise((resolve) => waiting.push(resolve)),
    close: () => Promise.resolve({ outcome: 'CLOSED' }),
    papers: () => Promise.resolve({ outcome: 'NONE' }),
  };
  const clock = { now: 0 };
  const spared = spareWhenDown(office, () => clock.now);
  const submit = () => spared.submit(undefined as never);
  return { waiting, clock, spared, submit };
}

async function failing(times: number, { submit, waiting }: ReturnType<typeof officeUnderTest>): Promise<void> {
  for (let count = 0; count < times; count += 1) {
    const answer = submit();
    waiting.shift()?.(down);
    expect(await answer).toEqual(down);
  }
}

test('a back office that did not answer three times in a row is not asked for ten seconds', async () => {
  const office = officeUnderTest();
  await failing(3, office);
  expect(await office.submit()).toEqual(down);
  expect(await office.spared.close(decision)).toEqual(down);
  expect(office.waiting).toHaveLength(0);
});

test('after that one call at a time tries, and the others hear at once what was last', async () => {
  const office = officeUnderTest();
  await failing(3, office);
  office.clock.now = 10_000;
  const probe = office.submit();
  expect(await office.submit()).toEqual(down);
  expect(office.waiting).toHaveLength(1);
  office.waiting.shift()?.({ outcome: 'ACCEPTED', reference: 'KFZ-1' });
  expect(await probe).toEqual({ outcome: 'ACCEPTED', reference: 'KFZ-1' });
  void office.submit();
  void office.submit();
  expect(office.waiting).toHaveLength(2);
});

test('a probe that fails begins another pause', async () => {
  const office = officeUnderTest();
  await failing(3, office);
  office.clock.now = 10_000;
  await failing(1, office);
  expect(await office.submit()).toEqual(down);
  expect(office.waiting).toHaveLength(0);
});

test('an answer between failures begins the count anew; a refusal is an answer', async () => {
  const office = officeUnderTest();
  await failing(2, office);
  const refused = office.submit();
  office.waiting.shift()?.({ outcome: 'REFUSED', code: 'NO' });
  expect(await refused).toEqual({ outcome: 'REFUSED', code: 'NO' });
  await failing(2, office);
  void office.submit();
  expect(office.waiting).toHaveLength(1);
});

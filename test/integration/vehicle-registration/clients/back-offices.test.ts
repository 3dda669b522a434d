import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { noFaults } from '../../../../specimens/kit/faults.ts';
import type { BackOffice } from '../../../../subgraphs/vehicle-registration/domain/ports.ts';
import { adaptersOf, application, listOf, restAuthority, soapAuthority, startOutsideWorld } from './outside-world.ts';

let world: Awaited<ReturnType<typeof startOutsideWorld>>;
let adapters: ReturnType<typeof adaptersOf>;
let count = 0;
const freshId = () => `01990000-0000-7000-8000-${String((count += 1)).padStart(12, '0')}`;

beforeAll(async () => {
  world = await startOutsideWorld();
  adapters = adaptersOf(world.config);
});
afterAll(async () => {
  await adapters.close();
  await world[Symbol.asyncDispose]();
});

test('an authority without a back office has none', () => {
  expect(adapters.backOfficeOf('09162000')).toBeUndefined();
});

describe.each([
  ['rest', restAuthority],
  ['soap', soapAuthority],
] as const)('a back office that speaks %s', (kind, authority) => {
  const specimen = () => world[kind];
  const files = async (id: string) => (await listOf(specimen().url, '/vorgaenge')).filter((file) => file['id'] === id);
  function office(): BackOffice {
    const found = adapters.backOfficeOf(authority);
    if (!found) throw new Error(`There is no back office for ${authority}.`);
    return found;
  }

  test('takes an application and names its file', async () => {
    const id = freshId();
    const answer = await office().submit(application(id, authority));
    expect(answer).toEqual({ outcome: 'ACCEPTED', reference: expect.any(String) });
    expect(await files(id)).toHaveLength(1);
    expect(office().capabilities.protocol).toBe(kind);
  });

  test('has one file for an application that comes again, and names it again', async () => {
    const id = freshId();
    const first = await office().submit(application(id, authority));
    expect(await office().submit(application(id, authority))).toEqual(first);
    expect(await files(id)).toHaveLength(1);
  });

  test('has one file where its answer was lost', async () => {
    const id = freshId();
    specimen().faults.dropAfterWrite = 1;
    const lost = await office().submit(application(id, authority));
    expect(lost).toEqual({ outcome: 'UNAVAILABLE', reason: 'UNREACHABLE' });
    expect(await office().submit(application(id, authority))).toMatchObject({ outcome: 'ACCEPTED' });
    expect(await files(id)).toHaveLength(1);
  });

  test('refuses another application under the same id', async () => {
    const id = freshId();
    await office().submit(application(id, authority));
    const other = await office().submit(application(id, authority, { kind: 'RE_REGISTRATION' }));
    expect(other).toEqual({ outcome: 'REFUSED', code: kind === 'rest' ? 'ANDERER_ANTRAG' : 'ANDERER_INHALT' });
  });

  test('closes a file with a decision, once, however often it is told', async () => {
    const id = freshId();
    await office().submit(application(id, authority));
    const decision = {
      applicationId: id,
      decision: 'REJECTED' as const,
      decidedAt: new Date('2026-11-21T09:00:00Z'),
      reasons: ['Die Hauptuntersuchung ist überfällig.'],
    };
    expect(await office().close(decision)).toEqual({ outcome: 'CLOSED' });
    expect(await office().close(decision)).toEqual({ outcome: 'CLOSED' });
    const [file] = await files(id);
    expect(JSON.stringify(file?.['abschluss'])).toContain('überfällig');
    expect(await office().close({ ...decision, decision: 'APPROVED' })).toEqual({
      outcome: 'REFUSED',
      code: 'ANDERS_ABGESCHLOSSEN',
    });
  });

  test.each([
    [
      'an approval',
      'KEEPER_CHANGE_PLATE_KEPT',
      'APPROVED',
      ['certificateOneCode', 'certificateTwoCode', 'sealCodeFront', 'sealCodeRear'],
    ],
    ['a change of address', 'ADDRESS_CHANGE_PLATE_KEPT', 'APPROVED', ['certificateOneCode']],
  ] as const)('tells the codes of the papers that %s brought, the same each time', async (_, type, decision, names) => {
    const id = freshId();
    await office().submit(application(id, authority, { kind: type }));
    await office().close({ applicationId: id, decision, decidedAt: new Date('2026-11-21T09:00:00Z'), reasons: [] });
    const first = await office().papers(id);
    expect(first).toEqual({ outcome: 'ISSUED', codes: expect.any(Object) });
    expect(Object.keys('codes' in first ? first.codes : {}).toSorted()).toEqual(names);
    expect(await office().papers(id)).toEqual(first);
  });

  test.each([
    ['a rejection', 'KEEPER_CHANGE_PLATE_KEPT', 'REJECTED'],
    ['a de-registration', 'DE_REGISTRATION', 'APPROVED'],
  ] as const)('has no papers for %s', async (_, type, decision) => {
    const id = freshId();
    await office().submit(application(id, authority, { kind: type }));
    await office().close({ applicationId: id, decision, decidedAt: new Date('2026-11-21T09:00:00Z'), reasons: [] });
    expect(await office().papers(id)).toEqual({ outcome: 'NONE' });
  });

  test('tells no papers of a file that it does not have, or that is open', async () => {
    const id = freshId();
    expect(await office().papers(id)).toMatchObject({ outcome: 'REFUSED' });
    await office().submit(application(id, authority));
    expect(await office().papers(id)).toEqual({ outcome: 'REFUSED', code: 'NICHT_ABGESCHLOSSEN' });
  });

  test('refuses a decision on a file that it does not have', async () => {
    const decision = { applicationId: freshId(), decision: 'APPROVED' as const, decidedAt: new Date(), reasons: [] };
    expect(await office().close(decision)).toMatchObject({ outcome: 'REFUSED' });
  });

  test('gets what a citizen typed as text, whatever it looks like', async () => {
    const id = freshId();
    const typed = '</Angabe><Id>x</Id> & "quotes" \u0000\u0007 ]]> <!DOCTYPE a> 🚗 ẞ';
    const answer = await office().submit(application(id, authority, { particulars: { residence: typed } }));
    // A document type declaration is refused even as text in the raw message, where it is escaped: `&lt;!DOCTYPE`.
    expect(answer).toMatchObject({ outcome: 'ACCEPTED' });
    const [file] = await files(id);
    expect(JSON.stringify(file?.['antrag'])).toContain('🚗 ẞ');
  });

  test.each([
    ['closed', { closed: true }, 'CLOSED'],
    ['in trouble', { errorRate: 1 }, 'BAD_ANSWER'],
    ['answering with a page', { badAnswer: true }, 'BAD_ANSWER'],
  ] as const)('that is %s has not taken anything', async (_, faults, reason) => {
    const id = freshId();
    Object.assign(specimen().faults, faults);
    try {
      expect(await office().submit(application(id, authority))).toMatchObject({ outcome: 'UNAVAILABLE', reason });
    } finally {
      Object.assign(specimen().faults, noFaults);
    }
    expect(await files(id)).toHaveLength(0);
    expect(await office().submit(application(id, authority))).toMatchObject({ outcome: 'ACCEPTED' });
  });

  test('says when it will be open again', async () => {
    specimen().faults.closed = true;
    try {
      const answer = await office().submit(application(freshId(), authority));
      expect(answer).toMatchObject({ outcome: 'UNAVAILABLE', retryAt: expect.any(Date) });
    } finally {
      specimen().faults.closed = false;
    }
  });

  test('that does not know our key is unavailable, which is no refusal of the application', async () => {
    const BACK_OFFICES = world.config.BACK_OFFICES.map((each) => ({ ...each, secret: 'another key' }));
    await using strangers = adaptersOf({ ...world.config, BACK_OFFICES });
    const answer = await strangers.backOfficeOf(authority)?.submit(application(freshId(), authority));
    expect(answer).toEqual({ outcome: 'UNAVAILABLE', reason: 'BAD_ANSWER' });
  });
});

test('an application that the schema of the interface does not allow is refused before it is sent', async () => {
  const wrong = application(freshId(), soapAuthority, { vehicle: { vin: 'too short', plate: null } });
  const answer = await adapters.backOfficeOf(soapAuthority)?.submit(wrong);
  expect(answer).toEqual({ outcome: 'REFUSED', code: 'NOT_EXPRESSIBLE' });
});

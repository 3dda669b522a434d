import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { connectDatabase } from '../../../platform/database/connect.ts';
import type { IdentityDatabase } from '../../../subgraphs/identity/storage/database.ts';
import { identity } from '../../../subgraphs/identity/subgraph.ts';
import { specimenCitizens } from '../../../subgraphs/kit/specimen/citizen.ts';
import { today } from '../../../subgraphs/kit/specimen/days.ts';
import { startTestSubgraph, type TestSubgraph } from '../../testkit/subgraph.ts';

let subgraph: TestSubgraph;
const citizens = specimenCitizens({ count: 12, day: today() }).map((citizen) => ({ ...citizen, sub: citizen.subject }));
const as = (key: string) => {
  const citizen = citizens.find((one) => one.key === key);
  return { sub: citizen?.sub ?? '', cid: `handle-${key}`, scope: 'profile:read profile:write' };
};
const [erika, max, juergen] = [as('erika'), as('max'), as('juergen')];

beforeAll(async () => {
  subgraph = await startTestSubgraph(identity);
  const db = connectDatabase<IdentityDatabase>({
    url: subgraph.databaseUrl,
    schema: 'identity',
    applicationName: 'test',
  });
  await identity.seed?.(db, citizens);
  await identity.seed?.(db, citizens);
  await db.destroy();
});
afterAll(() => subgraph.close());

describe('me', () => {
  test('is the citizen who is logged in, named by the handle of the session', async () => {
    const { data, errors } = await subgraph.ask(
      erika,
      `{ me { id assurance name { full givenNames familyName birthName title } dateOfBirth placeOfBirth nationality contact { mail phone } } }`,
    );
    expect(errors).toBeUndefined();
    expect(data.me).toMatchObject({
      id: 'handle-erika',
      assurance: 'HIGH',
      name: {
        full: 'Erika Mustermann',
        givenNames: 'Erika',
        familyName: 'Mustermann',
        birthName: 'Gabler',
        title: null,
      },
      dateOfBirth: '1964-08-12',
      nationality: 'DE',
      contact: { mail: 'erika@example.org' },
    });
    expect(data.me.contact.phone).toMatch(/^\+4930\d+$/);
  });

  test('has a title before the name, and the level of this login', async () => {
    const { data } = await subgraph.ask({ ...juergen, acr: 'SUBSTANTIAL' }, '{ me { assurance name { full } } }');
    expect(data.me).toEqual({ assurance: 'SUBSTANTIAL', name: { full: 'Dr. Jürgen Exempel' } });
  });

  test('lives somewhere: the main residence names the municipality that registers there', async () => {
    const { data } = await subgraph.ask(
      erika,
      '{ me { residence { kind ags movedInOn address { street houseNumber postalCode city } authority { ags } } addresses { kind } } }',
    );
    const { residence, addresses } = data.me;
    expect(residence).toMatchObject({
      kind: 'MAIN',
      ags: '14713000',
      address: { city: 'Leipzig' },
      authority: { ags: '14713000' },
    });
    expect(residence.movedInOn).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    expect(addresses[0].kind).toBe('MAIN');
  });

  test('tells how surely each attribute is known: from the card or typed', async () => {
    const { data } = await subgraph.ask(erika, '{ me { attributes { attribute level confirmedAt } } }');
    const levels = Object.fromEntries(
      data.me.attributes.map((one: { attribute: string; level: string }) => [one.attribute, one.level]),
    );
    expect(levels).toMatchObject({ FAMILY_NAME: 'HIGH', DATE_OF_BIRTH: 'HIGH', MAIL: 'NORMAL', PHONE: 'NORMAL' });
    expect(levels).not.toHaveProperty('TITLE');
  });

  test('needs a login, and is null when the account is gone', async () => {
    const { errors } = await subgraph.ask({}, '{ me { id } }');
    expect(errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
    for (const sub of ['01980000-0000-7000-8000-00000000dead', 'not-even-a-uuid']) {
      const gone = await subgraph.ask({ ...erika, sub }, '{ me { id name { full } } }');
      expect(gone).toMatchObject({ status: 200, data: { me: null } });
    }
  });
});

const references = (...ids: string[]) => ({ r: ids.map((id) => ({ __typename: 'Citizen', id })) });

describe('a reference to a citizen', () => {
  const query = 'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Citizen { name { full } } } }';

  test('resolves for the caller alone; everybody else is like nobody', async () => {
    const { data, errors } = await subgraph.ask(
      erika,
      query,
      references(erika.cid, max.cid, max.sub, erika.sub, 'nobody'),
    );
    expect(errors).toBeUndefined();
    expect(data._entities).toEqual([{ name: { full: 'Erika Mustermann' } }, null, null, null, null]);
  });

  test('resolves for nobody who is not logged in', async () => {
    const { data } = await subgraph.ask({}, query, references(erika.cid));
    expect(data._entities).toEqual([null]);
  });
});

describe('changing the contact', () => {
  const mutation = `mutation ($input: UpdateContactInput!) {
    updateContact(input: $input) { citizen { contact { mail phone } attributes { attribute level confirmedAt } } problems { code message field remedy } }
  }`;
  const change = async (input: object, headers: Record<string, string> = {}) => {
    const { data, errors } = await subgraph.ask(max, mutation, { input }, headers);
    expect(errors).toBeUndefined();
    return data.updateContact;
  };

  test('keeps what is left out, removes what is null, and drops what only helps to read a number', async () => {
    const first = await change({ phone: '+49 (341) 230-23 456' });
    expect(first.problems).toEqual([]);
    expect(first.citizen.contact).toEqual({ mail: 'max@example.org', phone: '+4934123023456' });
    const second = await change({ phone: null });
    expect(second.citizen.contact).toEqual({ mail: 'max@example.org', phone: null });
    expect(second.citizen.attributes.map((one: { attribute: string }) => one.attribute)).not.toContain('PHONE');
  });

  test('twice is changing it once', async () => {
    const first = await change({ mail: 'neu@example.org' });
    const second = await change({ mail: 'neu@example.org' });
    expect(second).toEqual(first);
    const { data } = await subgraph.ask(erika, '{ me { contact { mail } } }');
    expect(data.me.contact.mail).toBe('erika@example.org');
  });

  test('says all that is wrong at once, in the language of the caller, and changes nothing', async () => {
    const { citizen, problems } = await change({ mail: 'not a mail', phone: '0341 123' }, { 'accept-language': 'en' });
    expect(problems).toEqual([
      {
        code: 'MAIL_INVALID',
        field: ['input', 'mail'],
        message: 'This is not a mail address.',
        remedy: expect.stringContaining('@'),
      },
      {
        code: 'PHONE_INVALID',
        field: ['input', 'phone'],
        message: expect.any(String),
        remedy: expect.stringContaining('+49'),
      },
    ]);
    expect(citizen.contact.mail).not.toBe('not a mail');
    expect((await change({})).problems).toMatchObject([
      { code: 'NOTHING_TO_CHANGE', field: null, message: expect.stringContaining('nichts') },
    ]);
  });

  test('is only for those who have an account', async () => {
    const stranger = { ...max, sub: '01980000-0000-7000-8000-00000000dead' };
    const { data } = await subgraph.ask(stranger, mutation, { input: { mail: 'a@example.org' } });
    expect(data.updateContact).toMatchObject({ citizen: null, problems: [{ code: 'NO_ACCOUNT' }] });
  });
});

test('somebody under 16 has no eID yet', async () => {
  const db = connectDatabase<IdentityDatabase>({
    url: subgraph.databaseUrl,
    schema: 'identity',
    applicationName: 'test',
  });
  const child = {
    ...citizens[0]!,
    key: 'child',
    sub: '01980000-0000-7000-8000-00000000c41d',
    dateOfBirth: today(),
    secondaryResidence: null,
  };
  await identity.seed?.(db, [child]);
  const means = await db.selectFrom('credential').select('means').where('account_id', '=', child.sub).execute();
  expect(means.map((row) => row.means).toSorted()).toEqual(['ELSTER', 'PASSWORD']);
  await db.destroy();
});

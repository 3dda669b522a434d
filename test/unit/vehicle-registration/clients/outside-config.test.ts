import { expect, test } from '@jest/globals';
import { readConfig } from '../../../../platform/config/read-config.ts';
import { outsideEnvironment } from '../../../../subgraphs/vehicle-registration/clients/outside-config.ts';

const office = { authority: '14713000', kind: 'rest', url: 'https://kfz.example', secret: 'a secret key' };
const complete = {
  REGISTER_URL: 'https://register.example',
  REGISTER_SECRET: 'r',
  INSURERS_URL: 'https://insurers.example',
  INSURERS_SECRET: 'i',
  CUSTOMS_URL: 'https://customs.example',
  CUSTOMS_SECRET: 'c',
  BACK_OFFICES: JSON.stringify([office]),
};
const read = (environment: Record<string, string>) =>
  readConfig('vehicle-registration', outsideEnvironment, environment);

test('back offices are read from JSON', () => {
  expect(read(complete).BACK_OFFICES).toEqual([office]);
});

test('without the systems outside the service does not start, and says all that is missing', () => {
  expect(() => read({})).toThrow(/REGISTER_URL[^]*REGISTER_SECRET[^]*INSURERS_URL[^]*CUSTOMS_URL[^]*BACK_OFFICES/);
});

test.each([
  ['no JSON', 'rest=https://kfz.example'],
  ['no list', '{}'],
  ['an unknown kind', JSON.stringify([{ ...office, kind: 'fax' }])],
  ['an AGS that is none', JSON.stringify([{ ...office, authority: '147' }])],
  ['a misspelt name', JSON.stringify([{ ...office, sceret: 'x' }])],
  ['two of one authority', JSON.stringify([office, { ...office, kind: 'soap' }])],
])('%s is refused, without the secret in the message', (_, text) => {
  const message = () => read({ ...complete, BACK_OFFICES: text });
  expect(message).toThrow(/BACK_OFFICES/);
  expect(message).not.toThrow(/a secret key/);
});

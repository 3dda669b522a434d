import { describe, expect, test } from '@jest/globals';
import { checkPolicy } from '../../../../schema/registry/checks/policy/check-policy.ts';
import { change, errorsOf, version } from './change.ts';

const sdl = 'type Query { "Dogs." dogs: Int @authenticated }';
const other = version('payments', 'type Query { "Fees." fees: Int @authenticated }', 'https://pay.example/graphql');

function isRefused(url: string, policy: { production?: boolean; allowedHosts?: string[] } = {}): boolean {
  const errors = errorsOf(checkPolicy(change([other], version('dogs', sdl, url), { policy })));
  return errors.includes('BAD_ROUTING_URL');
}

describe('A routing URL in production', () => {
  test.each(['https://dogs.chemnitz.example/graphql', 'https://dogs.chemnitz.example:8443/graphql?x=1'])(
    'may be %s',
    (url) => {
      expect(isRefused(url)).toBe(false);
    },
  );

  test.each([
    '',
    ' ',
    '/graphql',
    'dogs.example/graphql',
    'file:///etc/passwd',
    'ftp://dogs.example/',
    'gopher://dogs.example/',
    'data:application/json,{}',
    'http://dogs.example/graphql',
    'https://127.0.0.1/graphql',
    'https://2130706433/',
    'https://0177.0.0.1/',
    'https://[::1]/graphql',
    'https://[::ffff:169.254.169.254]/',
    'https://169.254.169.254/latest/meta-data/',
    'https://10.0.0.8/graphql',
    'https://93.184.216.34/graphql',
    'https://localhost/graphql',
    'https://LOCALHOST./graphql',
    'https://db.internal/graphql',
    'https://postgres/graphql',
    'https://user:secret@dogs.example/graphql',
    'https://dogs.example\\@169.254.169.254/',
    'https://dogs.example/graphql\n',
    'https://dogs.example/ graphql',
    'https://dogs.example/graphql#fragment',
  ])('may not be %j', (url) => {
    expect(isRefused(url)).toBe(true);
  });

  test('may be inside, or without https, where the host is listed', () => {
    const allowedHosts = ['dogs', '127.0.0.1:4301', '*.chemnitz.example'];
    expect(isRefused('http://dogs/graphql', { allowedHosts })).toBe(false);
    expect(isRefused('http://127.0.0.1:4301/graphql', { allowedHosts })).toBe(false);
    expect(isRefused('http://a.chemnitz.example/graphql', { allowedHosts })).toBe(false);
    expect(isRefused('http://127.0.0.1:4302/graphql', { allowedHosts })).toBe(true);
    expect(isRefused('http://chemnitz.example.evil/graphql', { allowedHosts })).toBe(true);
    expect(isRefused('file://dogs/etc/passwd', { allowedHosts })).toBe(true);
  });

  test('may not be that of another subgraph, however it is written', () => {
    expect(isRefused('https://pay.example/graphql')).toBe(true);
    expect(isRefused('https://PAY.example:443/graphql?dogs')).toBe(true);
    expect(isRefused('https://pay.example/dogs')).toBe(false);
  });

  test('is shown without its password', () => {
    const { findings } = checkPolicy(change([], version('dogs', sdl, 'https://user:secret@dogs.example/graphql')));
    expect(findings.map(({ message }) => message).join()).not.toContain('secret');
  });
});

describe('A routing URL elsewhere', () => {
  test('may lead to this machine, and never to the metadata of a cloud', () => {
    expect(isRefused('http://127.0.0.1:4301/graphql', { production: false })).toBe(false);
    expect(isRefused('http://169.254.169.254/', { production: false })).toBe(true);
    expect(isRefused('file:///etc/passwd', { production: false })).toBe(true);
  });
});

describe('A check of a new subgraph that names no routing URL', () => {
  const codesOf = (url: string) =>
    checkPolicy({ ...change([other], version('dogs', sdl, url)), isRehearsal: true }).findings.map(({ code }) => code);

  test('passes, and says that it was not looked at', () => {
    expect(codesOf('')).toEqual(['ROUTING_URL_NOT_CHECKED']);
  });

  test('is no way around the rule: what is named is looked at', () => {
    expect(codesOf('file:///etc/passwd')).toEqual(['BAD_ROUTING_URL']);
  });
});

import type { LookupAddress } from 'node:dns';
import { describe, expect, test } from '@jest/globals';
import { RoutingHosts } from '../../../platform/routing-hosts.ts';

const listed = new RoutingHosts({
  allowed: ['payments', '127.0.0.1:4004', '*.agency.example', 'office.internal:8443'],
  overrides: ['http://127.0.0.1:4001/graphql'],
});
const permits = (hosts: RoutingHosts, url: string): boolean => hosts.permits(new URL(url));

/** Resolves a name to these addresses, whatever the machine's own resolver says. */
async function connectable(
  hosts: { allowed?: string[]; loopback?: boolean },
  name: string,
  addresses: string[],
): Promise<string[] | string> {
  const found: LookupAddress[] = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
  const resolve = ((_: string, __: object, callback: (error: null, found: LookupAddress[]) => void) =>
    callback(null, found)) as never;
  const guard = new RoutingHosts({ allowed: [], ...hosts, resolve });
  return new Promise((done) => {
    guard.lookup(name, { all: true }, (error, result) => {
      done(error ? (error.code ?? '') : (result as LookupAddress[]).map(({ address }) => address));
    });
  });
}

describe('Routing URLs of a supergraph from a registry', () => {
  test.each([
    'https://dogs.chemnitz.example/graphql',
    'http://payments/graphql',
    'http://payments:4004/graphql',
    'http://127.0.0.1:4004/graphql',
    'http://127.0.0.1:4001/graphql',
    'http://a.b.agency.example/graphql',
    'https://office.internal:8443/graphql',
  ])('may be %s', (url) => {
    expect(permits(listed, url)).toBe(true);
  });

  test.each([
    'http://dogs.chemnitz.example/graphql',
    'http://127.0.0.1:4005/graphql',
    'https://127.0.0.1/graphql',
    'https://2130706433/graphql',
    'https://0x7f.1/graphql',
    'https://[::1]/graphql',
    'https://[::ffff:127.0.0.1]/graphql',
    'https://10.1.2.3/graphql',
    'https://192.168.0.1/graphql',
    'https://169.254.169.254/latest/meta-data',
    'https://[fd00:ec2::254]/latest',
    'https://office.internal:9200/graphql',
    'file:///etc/passwd',
    'http://agency.example.evil.example/graphql',
  ])('may not be %s', (url) => {
    expect(permits(listed, url)).toBe(false);
  });

  test('may lead to any port of this machine for whoever develops, also where the gateway was told of some', () => {
    const developing = new RoutingHosts({ allowed: [], overrides: ['http://127.0.0.1:4001/graphql'], loopback: true });
    expect(permits(developing, 'http://127.0.0.1:4301/graphql')).toBe(true);
  });

  test('may lead to this machine for whoever develops, and nowhere else inside', () => {
    const developing = new RoutingHosts({ allowed: [], loopback: true });
    expect(permits(developing, 'http://127.0.0.1:4301/graphql')).toBe(true);
    expect(permits(developing, 'http://localhost:4301/graphql')).toBe(true);
    expect(permits(developing, 'http://10.0.0.1/graphql')).toBe(false);
  });

  test('are connected to at the addresses outside that their name has', async () => {
    expect(await connectable({}, 'dogs.example', ['203.0.113.7', '10.0.0.1'])).toEqual(['203.0.113.7']);
  });

  test.each([
    ['127.0.0.1'],
    ['10.0.0.1'],
    ['169.254.169.254'],
    ['::1'],
    ['fe80::1'],
    ['::ffff:10.0.0.1'],
    ['64:ff9b::a00:1'],
    ['0.0.0.0'],
  ])('are not connected to when their name has come to mean %s', async (address) => {
    expect(await connectable({}, 'dogs.example', [address])).toBe('ROUTING_HOST_REFUSED');
  });

  test('lead inside where the host is listed, but never to the metadata of a cloud', async () => {
    expect(await connectable({ allowed: ['payments'] }, 'payments', ['10.0.0.1'])).toEqual(['10.0.0.1']);
    expect(await connectable({ allowed: ['payments'] }, 'payments', ['169.254.169.254'])).toBe('ROUTING_HOST_REFUSED');
  });
});

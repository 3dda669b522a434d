import { BlockList, isIP } from 'node:net';
import type { Remark } from '../finding.ts';
import type { PolicyRule } from './rule.ts';

/**
 * Threat: routers send requests with the citizens' assertions to the routing URL, so one like `file:///…`, an empty one, or the address of a
 * metadata service makes them read what is inside. Rule: https to a host with a name, or a host that those who run the graph allow. The gateway
 * looks at the address again when it connects, since a name can point anywhere.
 */
export const routingUrlIsSafe: PolicyRule = ({ input, version }) => {
  if (input.isRehearsal && version.url === '') return [notToldYet];
  const problem = problemOf(version.url, input.policy) ?? sharedWith(version, input.current);
  if (problem === undefined) return [];
  return [
    {
      code: 'BAD_ROUTING_URL',
      severity: 'error',
      message: `The routing URL ${JSON.stringify(shown(version.url))} ${problem}.`,
      why: 'Routers send requests on behalf of citizens there, from inside the network.',
      remedy:
        'Publish with --routing-url https://your-host/graphql, or have your host put on the list of allowed hosts.',
      detail: version.url,
    },
  ];
};

/** Stock clients name no URL when they check. */
const notToldYet: Remark = {
  code: 'ROUTING_URL_NOT_CHECKED',
  severity: 'note',
  message: 'No routing URL came with the check, so it was not looked at.',
  why: 'A new subgraph says where it is reached when it is published.',
  remedy: 'Publish with --routing-url https://your-host/graphql.',
};

function problemOf(text: string, policy: { production: boolean; allowedHosts: readonly string[] }): string | undefined {
  if (text.trim() === '') return 'is empty';
  // WHATWG parsing repairs much that other clients read differently; what needs repairing is refused.
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  if (/[\s\\\u0000-\u001f]/.test(text)) return 'contains spaces, backslashes or control characters';
  if (!URL.canParse(text)) return 'is not an absolute URL';
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return `uses ${url.protocol} where https: is expected`;
  if (url.username !== '' || url.password !== '') return 'contains a user or a password';
  if (url.hash !== '') return 'contains a fragment';
  if (isAllowedHost(url, policy.allowedHosts)) return undefined;
  if (!policy.production) return isMetadataAddress(bare(url.hostname)) ? 'points to a metadata service' : undefined;
  if (url.protocol !== 'https:') return 'is not https';
  return hostProblem(bare(url.hostname));
}

function hostProblem(host: string): string | undefined {
  if (isIP(host) !== 0)
    return inside.check(host, isIP(host) === 6 ? 'ipv6' : 'ipv4')
      ? 'points to an address inside'
      : 'names an address where a host name is expected';
  if (!host.includes('.') || /(^|\.)(localhost|local|internal|localdomain|home\.arpa|onion)\.?$/i.test(host))
    return 'names a host inside';
  return undefined;
}

/** Addresses that only mean something inside a network, or to the machine itself. */
const inside = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const)
  inside.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of [
  ['::', 96],
  ['64:ff9b::', 96],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const) {
  inside.addSubnet(network, prefix, 'ipv6');
}

function isMetadataAddress(host: string): boolean {
  return /^169\.254\.|^fe80:|^fd00:ec2::254$|^metadata\.|^100\.100\.100\.200$/i.test(host);
}

function isAllowedHost(url: URL, allowed: readonly string[]): boolean {
  const [host, withPort] = [url.hostname.toLowerCase(), url.host.toLowerCase()];
  return allowed.some((entry) => {
    const wanted = entry.toLowerCase();
    return wanted.startsWith('*.') ? host.endsWith(wanted.slice(1)) : wanted === host || wanted === withPort;
  });
}

/** An agency that names another's address would have the gateway sign assertions for itself and send them there. */
function sharedWith(
  version: { name: string; url: string },
  current: readonly { name: string; url: string }[],
): string | undefined {
  const other = current.find(({ name, url }) => name !== version.name && sameEndpoint(url, version.url));
  return other && `is that of ${other.name}`;
}

function sameEndpoint(one: string, other: string): boolean {
  if (!URL.canParse(one) || !URL.canParse(other)) return false;
  const [a, b] = [new URL(one), new URL(other)];
  return a.host === b.host && a.pathname === b.pathname;
}

function bare(host: string): string {
  return host.replace(/^\[|\]$/g, '').replace(/\.$/, '');
}

function shown(url: string): string {
  return url.replace(/\/\/[^/@]*@/, '//…@').slice(0, 200);
}

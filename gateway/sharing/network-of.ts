import { isIPv6 } from 'node:net';

/**
 * The network that stands for an address in limits. Threat: a home or a rented server has 2^64 addresses of IPv6, one for each request.
 * Rule: an address of IPv6 counts as its /64; one of IPv4, also in the form `::ffff:192.0.2.1`, counts as itself.
 */
export function networkOf(address: string): string {
  // The colon is looked for first because it is cheap.
  if (!address.includes(':') || !isIPv6(address)) return address;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  const [head = '', tail] = (address.split('%')[0] ?? '').split('::');
  const first = head === '' ? [] : head.split(':');
  const last = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - first.length - last.length);
  const groups = [...first, ...Array.from({ length: zeros }, () => '0'), ...last];
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}

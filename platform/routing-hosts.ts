import { lookup as resolveName, type LookupAddress } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** Which hosts routing URLs of a supergraph may lead to. */
export interface RoutingHostOptions {
  /** Hosts that those who run the gateway allow, inside or not: `payments`, `127.0.0.1:4004`, `*.agency.example`. */
  allowed: readonly string[];
  /** URLs that they have set themselves in place of routing URLs. */
  overrides?: readonly string[];
  /** Whether this machine's own addresses are allowed, for development. */
  loopback?: boolean;
  /** How names are resolved; by the system unless told. */
  resolve?: typeof resolveName;
}

/**
 * Threat: an agency publishes a routing URL that leads inside (`http://169.254.169.254/`, a database, another agency's service), by an address or by a
 * name that resolves to one, and the gateway sends requests there with citizens' data. The registry looks at the URL when it is published, but a name can
 * point elsewhere an hour later. Rule: https to addresses outside, or a host on the list; the address is looked at when a connection is opened, the same one
 * that is then connected to. Link-local addresses, where clouds have their metadata, are never connected to by name.
 */
export class RoutingHosts {
  private readonly allowed: ReadonlySet<string>;
  private readonly suffixes: readonly string[];
  private readonly loopback: boolean;
  private readonly resolve: typeof resolveName;

  constructor({ allowed, overrides = [], loopback = false, resolve = resolveName }: RoutingHostOptions) {
    const names = [...allowed.map((host) => host.toLowerCase()), ...overrides.flatMap(hostsOf)];
    this.allowed = new Set(names.filter((name) => !name.startsWith('*.')));
    this.suffixes = names.filter((name) => name.startsWith('*.')).map((name) => name.slice(1));
    this.loopback = loopback;
    this.resolve = resolve;
  }

  /** Whether a URL may be asked at all, as far as it can be seen without resolving its name. */
  permits(url: URL): boolean {
    if (this.isListed(url.hostname) || this.allowed.has(url.host.toLowerCase())) return true;
    const host = bare(url.hostname);
    if (this.loopback && (host === 'localhost' || isOneOf(loopback, host))) return true;
    // A host that is listed with a port is listed with no other.
    if (this.isListedWithPort(url.hostname)) return false;
    return url.protocol === 'https:' && !isOneOf(inside, host);
  }

  /** Resolves a name for a connection; refuses what leads inside, unless the name is listed. */
  readonly lookup: LookupFunction = (hostname, options, callback) => {
    this.resolve(hostname, { ...options, all: true }, (error, found) => {
      if (error) return callback(error, '');
      const addresses = found.filter(({ address }) => this.leadsWhereAllowed(hostname, address));
      const [first] = addresses;
      if (!first) return callback(refusal(hostname, found), '');
      if (options.all) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };

  private leadsWhereAllowed(hostname: string, address: string): boolean {
    if (isOneOf(metadata, address)) return false;
    // The port was looked at when the URL was; a connection only knows the name.
    if (this.isListed(hostname) || this.isListedWithPort(hostname)) return true;
    return !isOneOf(inside, address) || (this.loopback && isOneOf(loopback, address));
  }

  private isListed(hostname: string): boolean {
    const host = hostname.toLowerCase();
    return this.allowed.has(host) || this.suffixes.some((suffix) => host.endsWith(suffix));
  }

  private isListedWithPort(hostname: string): boolean {
    return [...this.allowed].some((entry) => entry.startsWith(`${hostname.toLowerCase()}:`));
  }
}

function hostsOf(url: string): string[] {
  return URL.canParse(url) ? [new URL(url).host.toLowerCase()] : [];
}

function bare(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
}

/** An IPv4 address in the guise of an IPv6 one (`::ffff:10.0.0.1`) is looked at as what it is: `BlockList` knows them. */
function isOneOf(list: BlockList, address: string): boolean {
  const version = isIP(address);
  return version !== 0 && list.check(address, version === 6 ? 'ipv6' : 'ipv4');
}

function refusal(hostname: string, found: readonly LookupAddress[]): NodeJS.ErrnoException {
  const addresses = found.map(({ address }) => address).join(', ');
  return Object.assign(new Error(`${hostname} leads to ${addresses}, which is inside`), {
    code: 'ROUTING_HOST_REFUSED',
  });
}

function networks(list: readonly (readonly [network: string, prefix: number])[]): BlockList {
  const found = new BlockList();
  for (const [network, prefix] of list) found.addSubnet(network, prefix, isIP(network) === 6 ? 'ipv6' : 'ipv4');
  return found;
}

const loopbackNetworks = [
  ['127.0.0.0', 8],
  ['::1', 128],
] as const;
const metadataNetworks = [
  ['169.254.0.0', 16],
  ['fe80::', 10],
  ['fd00:ec2::254', 128],
  ['100.100.100.200', 32],
] as const;
const loopback = networks(loopbackNetworks);
const metadata = networks(metadataNetworks);
/** Addresses that mean something only inside a network or to the machine itself (IANA special-purpose registries). */
const inside = networks([
  ...loopbackNetworks,
  ...metadataNetworks,
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
  ['::', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['fc00::', 7],
  ['ff00::', 8],
]);

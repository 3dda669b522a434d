import { AsyncLocalStorage } from 'node:async_hooks';
import { connect, isIP } from 'node:net';
import type { LookupFunction, OnReadOpts, Socket, TcpNetConnectOpts } from 'node:net';
import { connect as connectTls, createSecureContext } from 'node:tls';
import type { ConnectionOptions, SecureContext } from 'node:tls';

/** Where to connect to, and for how long to try. */
export interface Destination {
  origin: URL;
  /** Milliseconds for the connection and, where there is one, the handshake of TLS. */
  timeoutMs: number;
  lookup: LookupFunction | undefined;
  /** The latest session of TLS, which spares the next connection half of the handshake. */
  session?: Buffer;
}

/**
 * Bytes read at once. One place for all connections: what comes is taken or copied before the next read, so that a read costs no memory of its own.
 */
const readInto = Buffer.allocUnsafeSlow(65_536);

/** Nothing of the request that happens to need a connection stays with it. */
const outsideOfRequests = AsyncLocalStorage.snapshot();

let secureContext: SecureContext | undefined;

/**
 * Opens a connection.
 *
 * @param onData gets all bytes that come; they are there only during the call
 * @param done is called once, with the connected socket or with an error
 */
export function openSocket(
  destination: Destination,
  onData: (bytes: Buffer) => void,
  done: (error: Error | undefined, socket: Socket) => void,
): Socket {
  const { timeoutMs } = destination;
  const isSecure = destination.origin.protocol === 'https:';
  const onread = {
    buffer: readInto,
    callback: (length: number) => {
      onData(readInto.subarray(0, length));
      return true;
    },
  };
  const socket = outsideOfRequests(() => (isSecure ? secure : plain)(destination, onread));
  const timer = setTimeout(() => socket.destroy(timeout(timeoutMs)), timeoutMs);
  let failure: Error | undefined;
  const remember = (error: Error): void => void (failure = error);
  const fail = (): void => settle(failure ?? new Error('the connection was closed before it was made'));
  const succeed = (): void => settle(undefined);
  const settle = (error: Error | undefined): void => {
    clearTimeout(timer);
    socket.off('close', fail).off(isSecure ? 'secureConnect' : 'connect', succeed);
    done(error, socket);
  };
  socket
    .on('error', remember)
    .on('close', fail)
    .on(isSecure ? 'secureConnect' : 'connect', succeed);
  return socket;
}

function plain({ origin, lookup }: Destination, onread: OnReadOpts): Socket {
  const port = Number(origin.port || 80);
  return connect({ host: hostOf(origin), port, noDelay: true, onread, ...(lookup && { lookup }) });
}

function secure(destination: Destination, onread: OnReadOpts): Socket {
  const { origin, lookup, session } = destination;
  const host = hostOf(origin);
  secureContext ??= createSecureContext();
  const options: ConnectionOptions & TcpNetConnectOpts = {
    host,
    port: Number(origin.port || 443),
    onread,
    secureContext,
    ALPNProtocols: ['http/1.1'],
    ...(lookup && { lookup }),
    ...(session && { session }),
    ...(isIP(host) === 0 && { servername: host }),
  };
  const socket = connectTls(options);
  socket.on('session', (latest: Buffer) => (destination.session = latest));
  return socket.setNoDelay();
}

/** An IPv6 address without its brackets. */
function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '');
}

function timeout(ms: number): Error {
  return Object.assign(new Error(`no connection within ${ms} ms`), { code: 'ETIMEDOUT' });
}

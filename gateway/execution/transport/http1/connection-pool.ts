import type { Socket } from 'node:net';
import { Connection } from './connection.ts';
import type { ConnectionOwner, Exchange, RequestText } from './connection.ts';
import { openSocket } from './open-socket.ts';
import type { Destination } from './open-socket.ts';

export interface PoolOptions extends Destination {
  /** Connections at most; further requests wait for one, in their order. */
  connections: number;
  /** Milliseconds without a request after which a connection is closed. */
  keptMs: number;
}

interface Waiting {
  request: RequestText;
  exchange: Exchange;
}
interface Idle {
  connection: Connection;
  /** Monotonic milliseconds until which it may be used. */
  until: number;
}

/** Milliseconds between two looks for connections that have been idle for too long. */
const SWEEP_MS = 500;

/** The connections to one origin. The one used last is used next, so that those which are too many grow old. */
export class ConnectionPool implements ConnectionOwner {
  private readonly options: PoolOptions;
  private readonly connections = new Set<Connection>();
  private readonly opening = new Set<Socket>();
  private readonly waiting: Waiting[] = [];
  /** The one that became idle last at the end. */
  private idle: Idle[] = [];
  private sweep: NodeJS.Timeout | undefined;

  constructor(options: PoolOptions) {
    this.options = options;
  }

  send(request: RequestText, exchange: Exchange): void {
    const connection = this.takeIdle();
    if (connection) connection.carry(request, exchange);
    else if (this.connections.size + this.opening.size < this.options.connections) this.open({ request, exchange });
    else this.waiting.push({ request, exchange });
  }

  onFree(connection: Connection, keptMs: number): void {
    const next = this.nextWaiting();
    if (next) return connection.carry(next.request, next.exchange);
    this.idle.push({ connection, until: performance.now() + Math.min(keptMs, this.options.keptMs) });
    this.sweep ??= setInterval(() => this.closeOld(), SWEEP_MS).unref();
  }

  onEnd(connection: Connection): void {
    if (!this.connections.delete(connection)) return;
    const index = this.idle.findIndex((idle) => idle.connection === connection);
    if (index !== -1) this.idle.splice(index, 1);
    this.openForWaiting();
  }

  /** Ends all connections and the requests on them; those that wait are refused. */
  destroy(): void {
    clearInterval(this.sweep);
    const reason = new Error('the transport is closed');
    for (const { exchange } of this.waiting.splice(0)) exchange.onFailure(reason);
    for (const socket of this.opening) socket.destroy(reason);
    for (const connection of this.connections) connection.destroy();
  }

  private takeIdle(): Connection | undefined {
    const idle = this.idle.pop();
    if (!idle) return undefined;
    if (idle.connection.isOpen && idle.until > performance.now()) return idle.connection;
    idle.connection.destroy();
    return this.takeIdle();
  }

  private nextWaiting(): Waiting | undefined {
    for (let next = this.waiting.shift(); next; next = this.waiting.shift()) {
      if (!next.exchange.isSettled) return next;
    }
    return undefined;
  }

  private openForWaiting(): void {
    const next = this.nextWaiting();
    if (next) this.open(next);
  }

  private open({ request, exchange }: Waiting): void {
    let connection: Connection | undefined;
    const socket = openSocket(
      this.options,
      (bytes) => connection?.read(bytes),
      (error) => {
        this.opening.delete(socket);
        if (error) {
          exchange.onFailure(error);
          return this.openForWaiting();
        }
        connection = new Connection(socket, this);
        this.connections.add(connection);
        if (exchange.isSettled) this.onFree(connection, Infinity);
        else connection.carry(request, exchange);
      },
    );
    this.opening.add(socket);
  }

  private closeOld(): void {
    const now = performance.now();
    // The oldest are in front, but the other side may have had less patience with a later one.
    const old = this.idle.filter(({ until }) => until <= now);
    for (const { connection } of old) connection.destroy();
    if (this.idle.length > 0) return;
    clearInterval(this.sweep);
    this.sweep = undefined;
  }
}

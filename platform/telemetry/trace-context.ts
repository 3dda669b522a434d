import { randomFillSync } from 'node:crypto';

/** Where in which trace something happens (W3C Trace Context, https://www.w3.org/TR/trace-context/). */
export interface TraceContext {
  /** 32 hexadecimal digits. */
  traceId: string;
  /** 16 hexadecimal digits. */
  spanId: string;
  /** Whether spans of this trace are recorded. */
  sampled: boolean;
}

/** Version 00; later versions may append to it, `ff` is no version. */
const pattern = /^(?!ff)[\da-f]{2}-(?!0{32})([\da-f]{32})-(?!0{16})([\da-f]{16})-([\da-f]{2})(-|$)/;
const longestHeader = 200;
const sampledFlag = 1;

/** Reads a `traceparent` header; undefined when it is none. What comes out holds hexadecimal digits and nothing else. */
export function parseTraceparent(header: unknown): TraceContext | undefined {
  if (typeof header !== 'string' || header.length > longestHeader) return undefined;
  const match = pattern.exec(header);
  if (!match?.[1] || !match[2] || !match[3]) return undefined;
  return {
    traceId: match[1],
    spanId: match[2],
    sampled: (Number.parseInt(match[3], 16) & sampledFlag) === sampledFlag,
  };
}

/** As a `traceparent` header. */
export function traceparentOf({ traceId, spanId, sampled }: TraceContext): string {
  return `00-${traceId}-${spanId}-${sampled ? '01' : '00'}`;
}

/** Random bytes are made for many traces at a time: one call for each would cost more than all the rest. */
const pool = Buffer.allocUnsafeSlow(24 * 128);
let used = pool.length;

/** A trace that nobody records: its number joins the lines that several processes log for one request. */
export function newTrace(): TraceContext {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const traceId = pool.toString('hex', used, used + 16);
  const spanId = pool.toString('hex', used + 16, used + 24);
  used += 24;
  return { traceId, spanId, sampled: false };
}

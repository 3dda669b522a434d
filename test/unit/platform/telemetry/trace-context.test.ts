import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { newTrace, parseTraceparent, traceparentOf } from '../../../../platform/telemetry/trace-context.ts';

const hex = (length: number) =>
  fc
    .array(fc.constantFrom(...'0123456789abcdef'), { minLength: length, maxLength: length })
    .map((digits) => digits.join(''))
    .filter((text) => !/^0+$/.test(text));
const trace = fc.record({ traceId: hex(32), spanId: hex(16), sampled: fc.boolean() });

test('a trace context survives being written and read', () => {
  fc.assert(fc.property(trace, (context) => expect(parseTraceparent(traceparentOf(context))).toEqual(context)));
});

test('whatever comes as a header, what is read of it has hexadecimal digits only', () => {
  const header = fc.oneof(
    fc.string(),
    fc.tuple(trace, fc.string()).map(([context, more]) => traceparentOf(context) + more),
  );
  fc.assert(
    fc.property(header, (text) => {
      const read = parseTraceparent(text);
      if (read) expect(`${read.traceId}${read.spanId}`).toMatch(/^[\da-f]{48}$/);
    }),
  );
});

test.each([
  ['no text', undefined],
  ['several headers', ['00-0123456789abcdef0123456789abcdef-0123456789abcdef-01']],
  ['a version that is none', 'ff-0123456789abcdef0123456789abcdef-0123456789abcdef-01'],
  ['a trace of zeros', '00-00000000000000000000000000000000-0123456789abcdef-01'],
  ['a span of zeros', '00-0123456789abcdef0123456789abcdef-0000000000000000-01'],
  ['capital letters', '00-0123456789ABCDEF0123456789abcdef-0123456789abcdef-01'],
  ['more behind it', '00-0123456789abcdef0123456789abcdef-0123456789abcdef-01x'],
])('%s is no trace context', (_, header) => {
  expect(parseTraceparent(header)).toBeUndefined();
});

test('a later version with more behind it is read as far as it is known', () => {
  expect(parseTraceparent('cc-0123456789abcdef0123456789abcdef-0123456789abcdef-03-more')?.sampled).toBe(true);
});

test('new traces are well formed, not recorded, and not given out twice', () => {
  const traces = Array.from({ length: 2_000 }, newTrace);
  expect(new Set(traces.flatMap(({ traceId, spanId }) => [traceId, spanId])).size).toBe(4_000);
  for (const context of traces)
    expect(parseTraceparent(traceparentOf(context))).toEqual({ ...context, sampled: false });
});

import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createLogger, destinationOf } from '../../../platform/log.ts';
import { withTrace } from '../../../platform/telemetry/current-trace.ts';
import { newTrace } from '../../../platform/telemetry/trace-context.ts';

function logged(write: (log: ReturnType<typeof createLogger>) => void): string {
  let text = '';
  write(createLogger({ process: 'test', level: 'trace', destination: { write: (line) => void (text += line) } }));
  return text;
}

const secretKeys = ['authorization', 'token', 'iban', 'vin', 'name', 'sub', 'variables', 'password', 'set-cookie'];

test('a key that holds personal data or a secret is redacted however deep it lies', () => {
  const key = fc.constantFrom(...secretKeys);
  const path = fc.array(fc.constantFrom('a', 'list', 'b'), { maxLength: 5 });
  fc.assert(
    fc.property(key, path, (name, steps) => {
      let value: unknown = { [name]: 'Sentinel' };
      for (const step of steps) value = step === 'list' ? [value] : { [step]: value };
      const text = logged((log) => log.info({ value }, 'message'));
      expect(text).not.toContain('Sentinel');
      expect(text).toContain('message');
    }),
  );
});

test('keys of a child logger are redacted too', () => {
  expect(logged((log) => log.child({ token: 'Sentinel', of: { iban: 'Sentinel' } }).info('x'))).not.toContain(
    'Sentinel',
  );
});

test('an object that refers to itself is cut off, and what it says besides is written', () => {
  const ring: Record<string, unknown> = { kept: 1 };
  ring['self'] = ring;
  expect(logged((log) => log.info({ ring }, 'message'))).toContain('"kept":1');
});

test('of an error the class, the code, the message and the stack are written, not what a library attaches', () => {
  const err = Object.assign(new Error('duplicate key violates "person_mail"'), {
    code: '23505',
    detail: 'Key (mail)=(Sentinel)',
    where: 'Sentinel',
  });
  const line = JSON.parse(logged((log) => log.error({ err }, 'failed'))) as { err: Record<string, unknown> };
  expect(line.err).toMatchObject({ type: 'Error', errorCode: '23505', message: err.message });
  expect(JSON.stringify(line)).not.toContain('Sentinel');
});

test('the message of an error that repeats a value does so without the value', () => {
  const pgError = Object.assign(new Error('invalid input syntax for type uuid: "Sentinel"'), { code: '22P02' });
  const text = logged((log) => {
    log.error({ err: pgError }, 'failed');
    try {
      JSON.parse('"Sentinel" x');
    } catch (error) {
      log.error({ err: error }, 'failed');
    }
  });
  expect(text).toContain('invalid input syntax for type uuid');
  expect(text).not.toContain('Sentinel');
});

test('what was thrown and is no error is named by its type only', () => {
  expect(logged((log) => log.error({ err: 'Sentinel' }, 'failed'))).not.toContain('Sentinel');
});

test('lines of one request carry its trace, others carry none', () => {
  const trace = newTrace();
  expect(logged((log) => withTrace(trace, () => log.info('x')))).toContain(`"traceId":"${trace.traceId}"`);
  expect(logged((log) => log.info('x'))).not.toContain('traceId');
});

test('only a logger of ours has a destination for lines that are complete', () => {
  expect(logged((log) => destinationOf(log).write('line'))).toBe('line');
  expect(() => logged((log) => destinationOf(log.child({})).write('line'))).toThrow('Expected a logger');
});

import { expect, test } from '@jest/globals';
import { z } from 'zod';
import { anyUrl, common, databaseUrl, flag, list, pairs, port, secret } from '../../../../platform/config/fields.ts';
import { ConfigurationError, readConfig } from '../../../../platform/config/read-config.ts';

const shape = {
  ...common,
  PORT: port(4000),
  DATABASE_URL: databaseUrl,
  KEYS: anyUrl,
  SECRET: secret,
  IS_OPEN: flag(false),
};

function refusal(environment: Record<string, string>): ConfigurationError {
  try {
    readConfig('service', shape, environment);
  } catch (error) {
    if (error instanceof ConfigurationError) return error;
  }
  throw new Error('Expected a ConfigurationError.');
}

const good = { DATABASE_URL: 'postgres://role:pw@host/db', KEYS: 'file:///keys.json', SECRET: 'x'.repeat(32) };

test('a complete environment is read, with defaults for what may be missing', () => {
  expect(readConfig('service', shape, { ...good, PORT: '0' })).toMatchObject({
    NODE_ENV: 'production',
    LOG_LEVEL: 'info',
    PORT: 0,
    IS_OPEN: false,
    OTEL_TRACES_SAMPLER_ARG: 1,
  });
});

test('all problems are told at once, each under the name of its variable, with what was expected', () => {
  const { problems, message } = refusal({ PORT: '70000', SECRET: 'short', IS_OPEN: 'yes', KEYS: 'ftp://x' });
  for (const name of ['PORT', 'DATABASE_URL', 'KEYS', 'SECRET', 'IS_OPEN']) {
    expect(problems.filter((problem) => problem.startsWith(`${name}: `))).toHaveLength(1);
  }
  expect(message).toContain('service cannot start, its configuration has 5 problem(s)');
  expect(message).toMatch(/DATABASE_URL: expected a PostgreSQL URL .*it is not set/);
  expect(message).toMatch(/SECRET: expected a secret of at least 32 characters .*does not fit/);
});

test('a value is never repeated: it may be a secret', () => {
  const values = {
    DATABASE_URL: 'mysql://hunter2',
    KEYS: 'hunter2',
    SECRET: 'hunter2',
    PORT: 'hunter2',
    IS_OPEN: 'hunter2',
    NODE_ENV: 'hunter2',
  };
  const error = refusal(values);
  expect(error.problems).toHaveLength(6);
  expect(`${error.message} ${error.stack ?? ''} ${JSON.stringify(error)}`).not.toContain('hunter2');
});

test('an empty string counts as not set', () => {
  expect(refusal({ ...good, SECRET: '' }).message).toMatch(/SECRET: .*it is not set/);
  expect(readConfig('service', shape, { ...good, PORT: '' }).PORT).toBe(4000);
});

test('lists and pairs are split at commas, and a pair without a value is refused', () => {
  const shape = { ORIGINS: list, URLS: pairs };
  const read = readConfig('service', shape, { ORIGINS: ' a , b,', URLS: 'x=http://x?q=1,y=http://y' });
  expect(read).toEqual({ ORIGINS: ['a', 'b'], URLS: { x: 'http://x?q=1', y: 'http://y' } });
  expect(() => readConfig('service', shape, { URLS: 'x=,y' })).toThrow('name=value pairs');
});

test('what a shape does not name is not handed on', () => {
  expect(Object.keys(readConfig('service', { A: z.string() }, { A: '1', B: '2' }))).toEqual(['A']);
});

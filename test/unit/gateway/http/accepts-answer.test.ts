import { expect, test } from '@jest/globals';
import { acceptsAnswer } from '../../../../gateway/http/status-by-media-type.ts';

test.each([
  undefined,
  '',
  '*/*',
  'application/*',
  'application/json',
  'application/graphql-response+json',
  'Application/JSON; charset=UTF-8',
  'application/json;charset="utf-8"',
  'text/html, application/json;q=0.1',
  'multipart/mixed;deferSpec=20220824, application/json',
])('%j takes answers of GraphQL', (accept) => {
  expect(acceptsAnswer(accept)).toBe(true);
});

test.each([
  'image/png',
  'text/*',
  'multipart/mixed',
  'application/json;q=0',
  'application/json;charset=iso-8859-1',
  'application/jsonx',
  ',',
])('%j does not', (accept) => {
  expect(acceptsAnswer(accept)).toBe(false);
});

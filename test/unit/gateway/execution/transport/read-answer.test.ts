import { describe, expect, test } from '@jest/globals';
import { BadAnswerError, readAnswer } from '../../../../../gateway/execution/transport/read-answer.ts';

const read = (body: unknown): unknown => readAnswer(JSON.stringify(body), 100);

describe('The body of an answer', () => {
  test('is data, errors and extensions, and nothing else', () => {
    const body = { data: { a: 1 }, errors: [{ message: 'no' }], extensions: { cost: 1 }, session: 'secret' };
    expect(read(body)).toEqual({ data: { a: 1 }, errors: [{ message: 'no' }], extensions: { cost: 1 } });
  });

  test('may begin with a byte order mark', () => {
    expect(readAnswer('\ufeff{"data":{"a":1}}', 100)).toEqual({ data: { a: 1 } });
  });

  test('with an empty list of errors has none', () => {
    expect(read({ data: { a: 1 }, errors: [] })).toEqual({ data: { a: 1 } });
    expect(() => read({ errors: [] })).toThrow(BadAnswerError);
  });

  test('keeps of its errors what the specification knows, and drops what has another form', () => {
    const errors = [
      { message: 'a', path: ['me', 0, 'name'], extensions: { code: 'X' }, stack: 'at /srv/app.js:1' },
      { message: 7, path: 'me', extensions: 'X' },
      { message: 'b', path: [{ evil: true }], locations: 'everywhere' },
      'text',
      null,
    ];
    expect(read({ errors })).toEqual({
      errors: [
        { message: 'a', path: ['me', 0, 'name'], extensions: { code: 'X' } },
        { message: '' },
        { message: 'b' },
        { message: '' },
        { message: '' },
      ],
    });
  });

  test('that cannot be used says what was expected and quotes nothing of it', () => {
    expect(() => readAnswer('Jürgen Müller, Hauptstraße 1', 100)).toThrow(/^expected JSON$/);
    expect(() => read([])).toThrow('expected a JSON object, but got a list');
    expect(() => read({ data: 'x' })).toThrow('expected "data" to be an object, but got a string');
    expect(() => read({ data: null })).toThrow('expected "data" or "errors", but got neither');
  });
});

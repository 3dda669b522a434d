import { expect, test } from '@jest/globals';
import { texts } from '../../../../schema/registry/page/texts.ts';
import { olderLink } from '../../../../schema/registry/page/views/parts.ts';

const link = (entries: readonly { id: string }[]) => olderLink(entries, 2, ({ id }) => id, texts.en)?.toString();

test('a page of a list that is full leads to what is older than its last entry, in words', () => {
  expect(link([{ id: 'b' }, { id: 'a' }])).toBe('<p><a href="?before=a">Older</a></p>');
});

test('a page that is not full is the last one', () => {
  expect(link([{ id: 'b' }])).toBeUndefined();
  expect(link([])).toBeUndefined();
});

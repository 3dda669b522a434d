import { describe, expect, test } from '@jest/globals';
import { StoreInMemory } from '../../../../gateway/caching/store-in-memory.ts';

const entry = (key: string, text: string, seconds = 10, tags: readonly string[] = [`tag of ${key}`]) => ({
  key,
  text,
  seconds,
  tags,
});
const place = (key: string) => ({ key, tags: [] });

describe('The store in memory', () => {
  test('keeps a text for its time', () => {
    let now = 1_000;
    const store = new StoreInMemory(1_000_000, () => now);
    store.write([entry('a', '"A"')], store.read([]).moment);
    now += 4_000;
    expect(store.read([place('a')]).kept).toEqual([{ text: '"A"', secondsLeft: 6 }]);
    now += 6_000;
    expect(store.read([place('a'), place('b')]).kept).toEqual([undefined, undefined]);
    expect(store.size().entries).toBe(0);
  });

  test('forgets what carries a tag, and nothing else', () => {
    const store = new StoreInMemory(1_000_000);
    store.write([entry('a', '1', 10, ['x', 'y']), entry('b', '2', 10, ['y']), entry('c', '3', 10, ['z'])], 0);
    store.invalidate(['x', 'z']);
    expect(store.texts()).toEqual(['2']);
  });

  test('does not keep what was fetched before something was invalidated', () => {
    const store = new StoreInMemory(1_000_000);
    const { moment } = store.read([place('a')]);
    store.invalidate(['tag of a']);
    store.write([entry('a', '"old"')], moment);
    expect(store.texts()).toEqual([]);
  });

  test('stays below its bytes: what was used last stays, and what is too large is not kept', () => {
    const store = new StoreInMemory(64_000);
    for (let index = 0; index < 200; index++) store.write([entry(`e${index}`, 'x'.repeat(500))], 0);
    expect(store.size().bytes).toBeLessThanOrEqual(64_000);
    expect(store.read([place('e199')]).kept[0]).toBeDefined();
    expect(store.read([place('e0')]).kept[0]).toBeUndefined();
    store.write([entry('large', 'x'.repeat(10_000))], 0);
    expect(store.read([place('large')]).kept[0]).toBeUndefined();
  });
});

import { afterEach, describe, expect, test } from '@jest/globals';
import { createComposer, type Composer } from '../../../schema/registry/composition/composer.ts';
import { citizensSdl } from '../../testkit/registry-schemas.ts';

let composer: Composer | undefined;
afterEach(() => composer?.close());

const part = (sdl: string) => [{ name: 'a', url: 'http://127.0.0.1:4001', sdl }];
/** Types that refer to each other in one ring. */
const ring = (size: number) =>
  `type Query { a: T0 }\n${Array.from({ length: size }, (_, n) => `type T${n} { t: T${(n + 1) % size} }`).join('\n')}`;

describe('composing', () => {
  test('that takes longer than it may is refused, and the next one is not harmed', async () => {
    composer = createComposer({ timeoutMs: 1, memoryMb: 512, workers: 1 });
    expect(await composer.compose(part(ring(3_000)))).toMatchObject({ errors: [{ code: 'TOO_COMPLEX' }] });
    await composer.close();
    composer = createComposer({ timeoutMs: 60_000, memoryMb: 512, workers: 1 });
    expect(await composer.compose(part(citizensSdl))).toHaveProperty('supergraphSdl');
  }, 120_000);

  test('of a ring of 3,000 types ends with an answer, and leaves the main thread alone', async () => {
    composer = createComposer({ timeoutMs: 60_000, memoryMb: 512, workers: 1 });
    await composer.warm();
    let [longest, last] = [0, performance.now()];
    const timer = setInterval(() => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }, 5);
    const composition = await composer.compose(part(ring(3_000)));
    clearInterval(timer);
    expect('supergraphSdl' in composition || composition.errors[0]?.code === 'TOO_COMPLEX').toBe(true);
    process.stdout.write(`the main thread waited ${longest.toFixed(0)} ms at most\n`);
    expect(longest).toBeLessThan(1_000);
  }, 120_000);
});

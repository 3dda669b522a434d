import { fileURLToPath } from 'node:url';

// Hundreds of processes are started in a run, mostly of the same few programs: V8 compiles each once.
process.env.NODE_COMPILE_CACHE ??= fileURLToPath(new URL('../node_modules/.cache/amtgraph/compiled', import.meta.url));

/** Every test runs on the TypeScript sources as ES modules; spawned processes run what `npm run build` wrote to dist/. */
export default {
  rootDir: '..',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/test/bench/'],
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
  extensionsToTreatAsEsm: ['.ts'],
  globalSetup: '<rootDir>/test/testkit/start-run.ts',
  globalTeardown: '<rootDir>/test/testkit/end-run.ts',
  setupFiles: ['reflect-metadata'],
  setupFilesAfterEnv: ['<rootDir>/test/testkit/retry-in-ci.ts', '<rootDir>/test/testkit/end-with-run.ts'],
  testTimeout: 60_000,
  maxWorkers: 2,
  // After a hundred suites a worker takes longer than the usual half second to give its memory back, which jest then calls a leak.
  workerGracefulExitTimeout: 5_000,
  cacheDirectory: '<rootDir>/node_modules/.cache/jest',
  transform: {
    '\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2024',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: false },
        },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
};

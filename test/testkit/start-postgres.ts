import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../../platform/database/embedded-postgres.ts';

declare global {
  var stopTestPostgres: (() => Promise<void>) | undefined;
}

/** Jest's global set-up: one real PostgreSQL for the whole run, without the waits that only a power cut would need. */
export default async function startPostgres(): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'amtgraph-test-'));
  const server = await startEmbeddedPostgres({
    directory: join(directory, 'postgres'),
    settings: ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'],
  });
  process.env['TEST_POSTGRES_URL'] = server.url;
  globalThis.stopTestPostgres = async () => {
    await server.stop();
    await rm(directory, { recursive: true, force: true });
  };
}

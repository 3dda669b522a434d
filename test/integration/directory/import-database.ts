import type { Kysely } from 'kysely';
import { createLogger } from '../../../platform/log.ts';
import type { DirectoryDatabase } from '../../../subgraphs/directory/storage/database.ts';
import { openDirectoryStore, type DirectoryStore } from '../../../subgraphs/directory/storage/store.ts';
import { directory } from '../../../subgraphs/directory/subgraph.ts';
import { openDatabase } from '../../../subgraphs/kit/http/serve.ts';
import { testDatabase } from '../../testkit/postgres.ts';

export interface ImportDatabase {
  url: string;
  db: Kysely<DirectoryDatabase>;
  /** What a request of this moment sees. */
  store(): DirectoryStore;
  close(): Promise<void>;
}

/** A directory with nothing but its excerpt. */
export async function importDatabase(): Promise<ImportDatabase> {
  const database = await testDatabase('directory');
  const log = createLogger({ process: 'test', level: 'silent' });
  const db = await openDatabase(directory, { DATABASE_URL: database.url }, log);
  return {
    url: database.url,
    db,
    store: () => openDirectoryStore(db),
    async close() {
      await db.destroy();
      await database.drop();
    },
  };
}

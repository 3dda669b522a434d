import { databaseUrl } from '../../platform/config/fields.ts';
import { readConfig } from '../../platform/config/read-config.ts';
import { subgraphEnvironment } from '../kit/config.ts';

export const readDirectoryConfig = () => readConfig('directory', subgraphEnvironment(4005), process.env);

/** What the importer needs: the database of the directory's own role. */
export const readImportConfig = () =>
  readConfig('The import into the directory', { DATABASE_URL: databaseUrl }, process.env);

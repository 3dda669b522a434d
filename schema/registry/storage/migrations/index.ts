import type { Migrations } from '../../../../platform/database/migrate.ts';
import * as registry from './001-registry.ts';

export const migrations: Migrations = { '001-registry': registry };

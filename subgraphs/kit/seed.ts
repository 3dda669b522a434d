import { z } from 'zod';
import { secret } from '../../platform/config/fields.ts';
import { createLogger } from '../../platform/log.ts';
import { sectorIdentifier } from '../../platform/sector-identifier.ts';
import { openDatabase } from './http/serve.ts';
import { specimenCitizens } from './specimen/citizen.ts';
import { today } from './specimen/days.ts';
import type { SeedCitizen, Subgraph } from './subgraph.ts';
import type { SubgraphConfig } from './config.ts';

/** What seeding reads besides the subgraph's own configuration; development only. */
export const seedEnvironment = {
  SECTOR_SECRET: secret,
  SEED_CITIZENS: z.coerce.number().int().min(0).default(12),
  SEED_DAY: z.string().default(today),
};

export interface SeedConfig extends SubgraphConfig {
  SECTOR_SECRET: string;
  SEED_CITIZENS: number;
  SEED_DAY: string;
}

const batchSize = 500;

/** Writes the specimen data of one subgraph, in batches, telling the parent process how far it is. */
export async function seed<Database, Store>(subgraph: Subgraph<Database, Store>, config: SeedConfig): Promise<void> {
  if (config.NODE_ENV === 'production')
    throw new Error('Specimen data belongs to development: set NODE_ENV=development.');
  const db = await openDatabase(subgraph, config, createLogger({ process: `seed ${subgraph.name}`, level: 'warn' }));
  try {
    for (let from = 0; from < config.SEED_CITIZENS; from += batchSize) {
      const count = Math.min(batchSize, config.SEED_CITIZENS - from);
      const citizens = specimenCitizens({ from, count, day: config.SEED_DAY }).map((citizen): SeedCitizen => ({
        ...citizen,
        // Only seeding computes it outside of the gateway.
        sub: sectorIdentifier(config.SECTOR_SECRET, subgraph.name, citizen.subject),
      }));
      await subgraph.seed?.(db, citizens);
      process.send?.({ done: from + count });
    }
  } finally {
    await db.destroy();
  }
}

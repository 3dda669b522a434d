import 'reflect-metadata';
import { createLogger } from '../../platform/log.ts';
import { runProcess, StartError } from '../../platform/run-process.ts';
import { openDatabase } from '../kit/http/serve.ts';
import { readImportConfig } from './config.ts';
import { writePlateDistricts } from './storage/plate-districts.ts';
import { readPlateDistricts } from './storage/read-plate-districts.ts';
import { vehicleRegistration } from './subgraph.ts';

/** Brings a list of district codes into vehicle registration; codes that are there already stay. */
runProcess(async () => {
  const [path] = process.argv.slice(2);
  if (!path) throw new StartError('Expected the path of a file with district codes: {"values": ["A", "AA", …]}.');
  const codes = await readPlateDistricts(path).catch((error: unknown) => {
    throw new StartError(error instanceof Error ? error.message : String(error));
  });
  const log = createLogger({ process: 'import', level: 'warn' });
  const db = await openDatabase(vehicleRegistration, readImportConfig(), log);
  try {
    await writePlateDistricts(db, codes);
    process.stdout.write(`${codes.length} district codes from ${path}\n`);
  } finally {
    await db.destroy();
  }
});

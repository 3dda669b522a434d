import 'reflect-metadata';
import { Command } from 'commander';
import { createLogger } from '../../platform/log.ts';
import { runProcess, StartError } from '../../platform/run-process.ts';
import { openDatabase } from '../kit/http/serve.ts';
import { readImportConfig } from './config.ts';
import { catalogues } from './import/catalogues.ts';
import { ShapeError } from './import/catalogue-record.ts';
import type { Catalogue } from './import/catalogue.ts';
import { importFile } from './import/import-file.ts';
import { printReport } from './import/report.ts';
import { directory } from './subgraph.ts';

async function run(catalogue: Catalogue, path: string): Promise<void> {
  const db = await openDatabase(directory, readImportConfig(), createLogger({ process: 'import', level: 'warn' }));
  const startedAt = performance.now();
  try {
    const report = await importFile(db, catalogue, path);
    const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
    process.stdout.write(`${catalogue.name} from ${path} (${seconds} s)\n${printReport(report)}`);
  } catch (error) {
    throw error instanceof ShapeError ? new StartError(`${path}: ${error.message}`) : error;
  } finally {
    await db.destroy();
  }
}

const program = new Command('import')
  .description('Brings public catalogues into the directory. A file can be imported any number of times.')
  .addHelpText('after', '\nBank statements (camt.053) go into payments: npm run import -- statements FILE…')
  .showHelpAfterError();
for (const catalogue of catalogues) {
  program
    .command(catalogue.name)
    .description(`Imports ${catalogue.description}.`)
    .argument('<file>', 'path of the file')
    .action((path: string) => run(catalogue, path));
}

runProcess(async () => {
  await program.parseAsync();
});

import 'reflect-metadata';
import { createLogger } from '../../platform/log.ts';
import { readNamedFile } from '../../platform/read-named-file.ts';
import { runProcess, StartError } from '../../platform/run-process.ts';
import { openDatabase } from '../kit/http/serve.ts';
import { StatementError } from './clients/bank-statement.ts';
import { readImportConfig } from './config.ts';
import { importStatements } from './processing/import-statements.ts';
import { payments } from './subgraph.ts';

/** Imports bank statements, camt.053, and says what became of the transfers in them. */
runProcess(async () => {
  const paths = process.argv.slice(2);
  if (paths.length === 0) throw new StartError('Expected the paths of bank statements (camt.053, XML).');
  const config = readImportConfig();
  const db = await openDatabase(payments, config, createLogger({ process: 'import', level: 'warn' }));
  const options = { payees: config.PAYEES, providerAccounts: config.PROVIDER_ACCOUNTS, now: new Date() };
  try {
    for (const path of paths) {
      const { fresh, paid, differences, waiting } = await importStatements(
        db,
        await readNamedFile(path, 'a bank statement'),
        options,
      );
      process.stdout.write(
        `${path}: ${fresh} new credits; ${paid} fees paid, ${differences} for a clerk, ${waiting} wait for a payment that is under way\n`,
      );
    }
  } catch (error) {
    throw error instanceof StatementError ? new StartError(error.message) : error;
  } finally {
    await db.destroy();
  }
});

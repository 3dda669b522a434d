import { Command, InvalidArgumentError } from 'commander';
import { findRunning } from '../../../platform/launch/running-system.ts';
import { assuranceLevels, type AssuranceLevel } from '../../kit/caller/caller.ts';
import { isLevel } from '../domain/assurance-level.ts';
import { LoginError, logIn } from './programmatic-login.ts';

async function runningIssuer(): Promise<string> {
  const system = await findRunning();
  if (!system)
    throw new LoginError(
      'No running system was found. Start one with `npm start`, or name its issuer with --issuer URL.',
    );
  return system.issuer;
}

interface Options {
  level: AssuranceLevel;
  scope?: string[];
  issuer?: string;
}

function readLevel(text: string): AssuranceLevel {
  const level = text.toUpperCase();
  if (!isLevel(level)) throw new InvalidArgumentError(`Expected one of ${assuranceLevels.join(', ')}.`);
  return level;
}

const command = new Command('token')
  .description(
    'Logs a specimen citizen or clerk in and prints an access token, for use as `Authorization: Bearer <token>`.',
  )
  .argument('<citizen>', 'the specimen citizen or clerk, e.g. erika, clerk-leipzig')
  .option('-l, --level <level>', `level of assurance of the login: ${assuranceLevels.join(', ')}`, readLevel, 'HIGH')
  .option('-s, --scope <scope...>', 'scopes of the token, e.g. vehicles:read (default: all that the account has)')
  .option('-i, --issuer <url>', 'URL of the issuer (default: that of the running system)')
  .action(async (citizen: string, { level, scope, issuer }: Options) => {
    const login = { issuer: issuer ?? (await runningIssuer()), citizen, level, ...(scope ? { scopes: scope } : {}) };
    const { accessToken } = await logIn(login);
    process.stdout.write(`${accessToken}\n`);
  });

try {
  await command.parseAsync();
} catch (error) {
  process.stderr.write(`${error instanceof LoginError ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

import { readFile } from 'node:fs/promises';
import { Command, InvalidArgumentError } from 'commander';
import { z } from 'zod';
import { projectFile } from '../../../platform/project-root.ts';
import { isLevel, levels, type LevelOfAssurance } from '../domain/level-of-assurance.ts';
import { LoginError, logIn } from './programmatic-login.ts';

/** Where `npm start` writes the addresses of the running system. */
const runningFile = projectFile('node_modules', '.cache', 'amtgraph', 'running.json');

const running = z.object({ issuer: z.string() });

async function runningIssuer(): Promise<string> {
  const json = await readFile(runningFile, 'utf8').catch(() => undefined);
  const parsed = running.safeParse(json === undefined ? undefined : JSON.parse(json));
  if (!parsed.success)
    throw new LoginError(
      'No running system was found. Start one with `npm start`, or name its issuer with --issuer URL.',
    );
  return parsed.data.issuer;
}

interface Options {
  level: LevelOfAssurance;
  scope?: string[];
  issuer?: string;
}

function readLevel(text: string): LevelOfAssurance {
  const level = text.toUpperCase();
  if (!isLevel(level)) throw new InvalidArgumentError(`Expected one of ${levels.join(', ')}.`);
  return level;
}

const command = new Command('token')
  .description('Logs a specimen citizen in and prints an access token, for use as `Authorization: Bearer <token>`.')
  .argument('<citizen>', 'the specimen citizen, e.g. erika')
  .option('-l, --level <level>', `level of assurance of the login: ${levels.join(', ')}`, readLevel, 'HIGH')
  .option('-s, --scope <scope...>', 'scopes of the token, e.g. vehicles:read (default: all that a citizen has)')
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

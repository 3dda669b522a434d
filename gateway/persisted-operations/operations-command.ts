import { Command, Option } from 'commander';
import { createLogger } from '../../platform/log.ts';
import { projectFile } from '../../platform/project-root.ts';
import { readNamedFile } from '../../platform/read-named-file.ts';
import { openRedis, type SharedRedis } from '../sharing/redis.ts';
import { readSupergraph } from '../supergraph/supergraph.ts';
import { operationHash } from './operation-hash.ts';
import { OperationsInFolder } from './operations-in-folder.ts';
import { OperationsInRedis } from './operations-in-redis.ts';
import { DocumentError, problemsOf, readDocuments } from './read-documents.ts';
import { isClientName, type OperationRegistry } from './registered-operations.ts';

interface Place {
  dir?: string;
  redis?: string;
}

const say = (line: string) => void process.stdout.write(`${line}\n`);

async function ready(redis: SharedRedis): Promise<void> {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    try {
      await redis.get(redis.key('ready'));
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  throw new DocumentError('Redis does not answer.');
}

/** Opens the registry that the gateways read, for one piece of work. */
async function inRegistry(place: Place, work: (registry: OperationRegistry) => Promise<void>): Promise<void> {
  if (place.dir !== undefined) {
    await work(
      new OperationsInFolder(place.dir, (error) => {
        throw error;
      }),
    );
    return;
  }
  if (place.redis === undefined) {
    throw new DocumentError(
      'Expected --dir or OPERATIONS_DIR, or --redis or REDIS_URL: where operations are registered.',
    );
  }
  const redis = openRedis(place.redis, createLogger({ process: 'operations', level: 'silent' }));
  try {
    await ready(redis);
    await work(new OperationsInRedis(redis));
  } finally {
    redis.close();
  }
}

function clientName(name: string): string {
  if (isClientName(name)) return name;
  throw new DocumentError('Expected a client name of lower-case letters, digits, ".", "-" and "_".');
}

const placed = (command: Command) =>
  command
    .addOption(new Option('--dir <folder>', 'folder of registered operations').env('OPERATIONS_DIR'))
    .addOption(new Option('--redis <url>', 'Redis of the gateways, without --dir').env('REDIS_URL'));

const command = new Command('operations').description('Registers the operations of frontends (trusted documents).');

placed(command.command('register'))
  .argument('<file>', 'a .graphql document as it is sent, or a manifest in JSON')
  .requiredOption('-c, --client <name>', 'the frontend')
  .addOption(
    new Option('--supergraph <file>', 'what the operations have to fit')
      .env('SUPERGRAPH_FILE')
      .default(projectFile('schema', 'supergraph.graphql'), 'schema/supergraph.graphql'),
  )
  .action(async (file: string, options: Place & { client: string; supergraph: string }) => {
    const client = clientName(options.client);
    const texts = readDocuments(await readNamedFile(file, 'operations'), file.endsWith('.json'));
    const { apiSchema } = readSupergraph(await readNamedFile(options.supergraph, 'a supergraph'));
    const problems = problemsOf(texts, apiSchema);
    if (problems.length > 0) throw new DocumentError(`Nothing was registered:\n  ${problems.join('\n  ')}`);
    await inRegistry(options, (registry) => registry.register(client, texts));
    for (const text of texts) say(`${client} sha256:${operationHash(text)}`);
  });

placed(command.command('list')).action(async (options: Place) => {
  await inRegistry(options, async (registry) => {
    const lines = (await registry.list()).map(({ client, hash }) => `${client} sha256:${hash}`);
    for (const line of lines.toSorted()) say(line);
  });
});

placed(command.command('remove'))
  .requiredOption('-c, --client <name>', 'the frontend whose operations are taken back')
  .action(async (options: Place & { client: string }) => {
    const client = clientName(options.client);
    await inRegistry(options, async (registry) => say(`${await registry.remove(client)} removed`));
  });

try {
  await command.parseAsync();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

import { InvalidArgumentError, type Command } from 'commander';
import type { CommandContext } from '../context.ts';
import { lower, moment } from '../output.ts';

interface Token {
  id: string;
  agency: { slug: string } | null;
  role: string;
  subgraphs: string[] | null;
  holder: string;
  expiresAt: string;
  revokedAt: string | null;
  lastUsedAt: string | null;
}

const fields = 'id agency { slug } role subgraphs holder expiresAt revokedAt lastUsedAt';
const head = ['id', 'agency', 'role', 'subgraphs', 'holder', 'expires', 'last used', ''];

function row({ id, agency, role, subgraphs, holder, expiresAt, revokedAt, lastUsedAt }: Token): string[] {
  const state = revokedAt ? 'revoked' : expiresAt < new Date().toISOString() ? 'expired' : '';
  const used = lastUsedAt ? moment(lastUsedAt) : 'never';
  const agencyOrOperators = agency?.slug ?? '(operators)';
  return [id, agencyOrOperators, lower(role), subgraphs?.join(', ') ?? 'all', holder, moment(expiresAt), used, state];
}

function readDays(text: string): number {
  const days = Number(text);
  if (!Number.isInteger(days) || days < 1 || days > 400) throw new InvalidArgumentError('Expected 1 to 400 days.');
  return days;
}

interface NewTokenOptions {
  agency?: string;
  role: string;
  subgraph?: string[];
  holder: string;
  days: number;
}

/** `amtgraph token …`: who may do what. */
export function addTokenCommands(program: Command, { output, registry }: CommandContext): void {
  const token = program.command('token').description('tokens of agencies, for people, pipelines and gateways');

  token
    .command('list', { isDefault: true })
    .description('tokens without their secrets')
    .option('--agency <slug>', 'only those of this agency')
    .action(async (options: { agency?: string }) => {
      const query = `query ($agency: ID) { tokens(agency: $agency) { ${fields} } }`;
      const { tokens } = await (await registry()).ask<{ tokens: Token[] }>(query, options);
      output.show(tokens, { head, rows: tokens.map(row), empty: 'There are no tokens.' });
    });

  token
    .command('create')
    .description('makes a token; its text is shown this once')
    .option('--agency <slug>', 'whose it is; without it one of operators')
    .requiredOption('--role <role>', 'read, check, publish, admin or gateway')
    .option('--subgraph <name...>', 'only for these subgraphs')
    .requiredOption('--holder <name>', 'the person or system that answers for it')
    .option('--days <days>', 'how long it holds', readDays, 90)
    .action(async ({ subgraph, role, ...rest }: NewTokenOptions) => {
      const query = `mutation ($input: TokenInput!) { createToken(input: $input) { text token { ${fields} } } }`;
      const input = { ...rest, role: role.toUpperCase(), ...(subgraph ? { subgraphs: subgraph } : {}) };
      const { createToken } = await (
        await registry()
      ).ask<{ createToken: { text: string; token: Token } }>(query, { input });
      output.show(createToken, { head, rows: [row(createToken.token)] });
      output.say(`\n${createToken.text}\n\nKeep it: it cannot be shown again.`);
    });

  token
    .command('revoke <id>')
    .description('from now on it is refused')
    .action(async (id: string) => {
      const query = `mutation ($id: ID!) { revokeToken(id: $id) { ${fields} } }`;
      const { revokeToken } = await (await registry()).ask<{ revokeToken: Token }>(query, { id });
      output.show(revokeToken, { head, rows: [row(revokeToken)] });
    });

  program
    .command('whoami')
    .description('the token that you use')
    .action(async () => {
      const { viewer } = await (await registry()).ask<{ viewer: Token }>(`{ viewer { ${fields} } }`);
      output.show(viewer, { head, rows: [row(viewer)] });
    });
}

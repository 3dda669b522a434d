// From nothing to a federated query over me → dogs → payments, as a newcomer would do it by hand:
//   npm run guest              uses the system that runs from this folder, or starts one
//   npm run guest -- --own     always starts one of its own
// Each step prints the command that it runs.
import { execFileSync, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const say = (text) => process.stdout.write(`${text}\n`);
const cleanUp = [];

function run(program, args, environment = {}) {
  say(`\n$ ${[program, ...args].join(' ')}`);
  const options = { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] };
  return execFileSync(program, args, { ...options, env: { ...process.env, ...environment } }).trim();
}

async function eventually(what, condition, patienceMs = 60_000) {
  for (const end = Date.now() + patienceMs; Date.now() < end; await setTimeout(100)) {
    const found = await condition();
    if (found) return found;
  }
  throw new Error(`Waited ${patienceMs / 1_000} s in vain for ${what}.`);
}

/** The system that runs from this folder; one is started where there is none, or where --own asks for it. */
async function findSystem() {
  const file = join(root, 'node_modules', '.cache', 'amtgraph', 'running.json');
  const running = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
  const isWanted = !process.argv.includes('--own');
  if (isWanted && running && (await fetch(`${running.gateway}/health`).catch(() => null))) return running;
  const data = mkdtempSync(join(tmpdir(), 'amtgraph-guest-'));
  say('$ npm start -- --port 0');
  const child = spawn(process.execPath, ['platform/launch/launch.mjs', '--port', '0', '--data', data], {
    cwd: root,
    stdio: ['ignore', 'pipe', 2],
  });
  cleanUp.push(async () => {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await ended;
    rmSync(data, { recursive: true, force: true });
  });
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  await eventually('the system to be ready', () => /^ready /m.test(output), 300_000);
  const said = (label) => new RegExp(`^ *${label} +(http\\S+)`, 'm').exec(output)?.[1].replace(/\/$/, '');
  return { gateway: said('ready'), registry: said('Registry'), issuer: said('Login'), data };
}

/** `<data>/keys/dog-registration.env`: what those who run the system tell the guest. */
function readSettings(data) {
  const lines = readFileSync(join(data, 'keys', 'dog-registration.env'), 'utf8')
    .trim()
    .split('\n');
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
}

async function main() {
  const system = await findSystem();
  const settings = readSettings(system.data);
  const dogs = `http://127.0.0.1:${settings.PORT}`;

  say('\n1. The city starts its own subgraph: GraphQL Yoga, its own database, no code of this project.');
  say('$ node --env-file=<data>/keys/dog-registration.env examples/dog-registration/main.js');
  const guest = spawn(process.execPath, ['--no-warnings', 'examples/dog-registration/main.js'], {
    cwd: root,
    env: { ...process.env, ...settings },
    stdio: 'inherit',
  });
  cleanUp.push(() => guest.kill());
  await eventually('the guest to answer', () => fetch(`${dogs}/health`).catch(() => null));

  say('\n2. Its agency gets a token, and publishes with stock Rover.');
  const token = JSON.parse(
    run('npx', 'amtgraph --json token create --agency chemnitz --role publish --holder dog-pipeline'.split(' '), {
      AMTGRAPH_REGISTRY: system.registry,
      AMTGRAPH_TOKEN: JSON.parse(readFileSync(join(system.data, 'keys', 'secrets.json'), 'utf8')).registryRootToken,
    }),
  ).text;
  const rover = {
    APOLLO_KEY: token,
    APOLLO_REGISTRY_URL: `${system.registry}/rover`,
    APOLLO_TELEMETRY_DISABLED: '1',
    APOLLO_HOME: join(system.data, 'rover'),
    NO_COLOR: '1',
  };
  const schema = ['--name', 'dog-registration', '--schema', 'examples/dog-registration/schema.graphql'];
  const checked = run('npx', ['rover', 'subgraph', 'check', 'amtgraph@prod', ...schema], rover);
  say(checked.replaceAll(/^[┌│├╞└╡].*\n?/gm, ''));
  const url = ['--routing-url', `${dogs}/graphql`];
  say(run('npx', ['rover', 'subgraph', 'publish', 'amtgraph@prod', ...schema, ...url], rover));

  const ask = async (query, variables, bearer) => {
    const headers = { 'content-type': 'application/json', ...(bearer ? { authorization: `Bearer ${bearer}` } : {}) };
    const body = JSON.stringify({ query, variables });
    return (await fetch(`${system.gateway}/graphql`, { method: 'POST', headers, body })).json();
  };
  const published = Date.now();
  await eventually(
    'the gateway to know dogs',
    async () => (await ask('{ __type(name: "Dog") { name } }')).data?.__type,
  );
  say(`\nThe gateway serves it, ${Date.now() - published} ms after Rover ended; nothing was restarted.`);

  say('\n3. Erika logs in, registers a dog, and pays the tax.');
  const erika = run('npm', ['run', '--silent', 'token', '--', 'erika', '--issuer', system.issuer]);
  const input = {
    name: 'Rex',
    breed: 'Dackel',
    chipNumber: String(Math.floor(Math.random() * 1e15)).padStart(15, '2'),
    keptSince: '2025-04-01',
    idempotencyKey: randomUUID(),
  };
  const registered = await ask(
    `mutation ($input: RegisterDogInput!) { registerDog(input: $input) {
       dog { id tagNumber tax { amount { formatted } feeDemand } } problems { code message } } }`,
    { input },
    erika,
  );
  say(JSON.stringify(registered.data?.registerDog ?? registered, null, 2).replace(/("feeDemand": ".{20})[^"]*/, '$1…'));
  const { dog } = registered.data.registerDog;

  const payment = await ask(
    `mutation ($input: CreatePaymentInput!) { createPayment(input: $input) { payment { id status } payUrl problems { code message } } }`,
    { input: { feeDemand: dog.tax.feeDemand, idempotencyKey: randomUUID() } },
    erika,
  );
  const { payUrl } = payment.data?.createPayment ?? {};
  if (!payUrl) throw new Error(`There is no payment: ${JSON.stringify(payment)}`);
  say(`\nShe pays at the provider: ${payUrl}`);
  await fetch(payUrl, { method: 'POST', redirect: 'manual', body: new URLSearchParams({ choice: 'success' }) });

  const query = `{ me { name { full } dogs { name tagNumber tax { year isPaid amount { formatted } payment { status purpose paidAt authority { name } } } } } }`;
  const paid = await eventually('payments to tell the guest', async () => {
    const answer = await ask(query, {}, erika);
    return answer.data?.me?.dogs?.some(({ tax }) => tax?.payment?.status === 'SUCCESS') && answer;
  });
  say(`\n4. One query over identity, the guest, payments and the directory:\n\n${query}\n`);
  say(JSON.stringify(paid.data, null, 2));
}

try {
  await main();
  say('\nDone. docs/agencies.md does the same by hand.');
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
} finally {
  for (const each of cleanUp.toReversed()) await each();
}

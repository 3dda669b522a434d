import { buildSchema, getOperationAST, parse } from 'graphql';
import { anonymous } from '../../gateway/auth/caller.ts';
import { OperationCounts } from '../../gateway/usage/operation-counts.ts';
import { usagePlugin } from '../../gateway/usage/usage-plugin.ts';
import { usedCoordinates } from '../../gateway/usage/used-coordinates.ts';

/**
 * `node dist/test/bench/usage.js`: what counting use costs a request (the stage of the gateway, with its hook), and what reading an operation costs, which
 * happens once for each operation and not while a request is answered.
 */
const requests = 2_000_000;
const distinct = 200;

const fields = Array.from({ length: 60 }, (_, index) => `field${index}`);
const schema = buildSchema(`type Query { ${fields.map((name) => `${name}(first: Int): Int`).join(' ')} }`);
const operations = Array.from({ length: distinct }, (_, index) => {
  const document = parse(
    `query Q${index} { ${fields
      .slice(0, 40)
      .map((name) => `${name}(first: ${index})`)
      .join(' ')} }`,
  );
  const operation = getOperationAST(document);
  if (!operation) throw new Error('Expected an operation.');
  return { schema, document, operation };
});
const callers = ['web', 'app', 'playground'].map((client) => ({ ...anonymous, client }));

const counts = new OperationCounts();
const listener = await usagePlugin(counts).requestDidStart?.({} as never);
const hook = listener && listener.executionDidStart?.bind(listener);
if (!hook) throw new Error('Expected the hook of the stage.');
const contexts = operations.flatMap((executed) => callers.map((caller) => ({ ...executed, contextValue: { caller } })));

function nanoseconds(rounds: number, work: (round: number) => void): number {
  for (let round = 0; round < 200_000; round += 1) work(round % rounds);
  const started = process.hrtime.bigint();
  for (let round = 0; round < rounds; round += 1) work(round);
  return Number(process.hrtime.bigint() - started) / rounds;
}

const counting = nanoseconds(requests, (round) => void hook(contexts[round % contexts.length] as never));
const counted = counts
  .take()
  .reduce((sum, { clients }) => sum + [...clients.values()].reduce((all, count) => all + count, 0), 0);
const reading = nanoseconds(2_000, (round) => {
  const executed = operations[round % distinct];
  if (executed) usedCoordinates(executed.schema, executed.document, executed.operation);
});
process.stdout.write(
  `counting a request: ${counting.toFixed(0)} ns (${counted} counted)\nreading an operation of 40 fields, once: ${(reading / 1_000).toFixed(0)} µs\n`,
);

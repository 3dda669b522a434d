import { answerTo, subgraphSchema } from './answers.ts';
import { CannedServer } from './canned-server.ts';
import { SUBGRAPHS } from './subgraphs.ts';

/** Process with all canned subgraphs. Sends `{ urls }` when they listen, and `Counts` to whoever asks. */
export interface Counts {
  /** Requests that had to be executed. */
  misses: number;
  /** All requests. */
  asked: number;
}

const servers: CannedServer[] = [];
const urls: Record<string, string> = {};

function failed(error: unknown): void {
  process.send?.({ failure: String(error) });
}

for (const name of Object.keys(SUBGRAPHS)) {
  const schema = subgraphSchema(name);
  const server = new CannedServer((body) => answerTo(schema, body), failed);
  servers.push(server);
  urls[name] = await server.listen();
}
process.on('message', (message) => {
  if (message === 'stop') process.exit();
  const counts: Counts = {
    misses: servers.reduce((sum, server) => sum + server.misses, 0),
    asked: servers.reduce((sum, server) => sum + server.asked, 0),
  };
  process.send?.(counts);
});
process.on('disconnect', () => process.exit());
process.send?.({ urls });

import { startComplaints } from './server.js';

const { PORT = '4302', HOST = '127.0.0.1', FILE = 'complaints.jsonl', GATEWAY_KEYS } = process.env;
if (!GATEWAY_KEYS || !URL.canParse(GATEWAY_KEYS)) {
  process.stderr.write('GATEWAY_KEYS: expected the URL of the public keys of the gateway.\n');
  process.exit(1);
}
const running = await startComplaints({ port: Number(PORT), host: HOST, file: FILE, gatewayKeys: GATEWAY_KEYS });
process.stdout.write(`complaints listens at ${running.url}/graphql\n`);
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void running.close());

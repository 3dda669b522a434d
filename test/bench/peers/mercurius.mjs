import gateway from '@mercuriusjs/gateway';
import Fastify from 'fastify';

/** Mercurius with its own gateway plugin and its JIT. Arguments: subgraphs as JSON `[{ name, url, schema }]`, port. */
const [services, port] = process.argv.slice(2);
const app = Fastify();
await app.register(gateway, { gateway: { services: JSON.parse(services) }, jit: 1 });
await app.listen({ port: Number(port), host: '127.0.0.1' });

import { once } from 'node:events';
import { createServer } from 'node:net';

/** A TCP port of the loopback interface that nobody uses at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('The operating system gave no port.');
  return address.port;
}

/** Whether a port of the loopback interface can be taken. */
export async function isPortFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, '127.0.0.1');
  return Promise.race([
    once(server, 'listening').then(async () => {
      server.close();
      await once(server, 'close');
      return true;
    }),
    once(server, 'error').then(() => false),
  ]).catch(() => false);
}

import { connect, createServer, type AddressInfo } from 'node:net';
import { expect, test } from '@jest/globals';
import { connectDatabase } from '../../../platform/database/connect.ts';
import { migrate } from '../../../platform/database/migrate.ts';
import { testDatabase } from '../../testkit/postgres.ts';

test('a database that takes no connection in time is asked again, and its schema is brought up to date', async () => {
  const database = await testDatabase('some-service');
  const url = new URL(database.url);
  const { hostname, port } = url;
  let connections = 0;
  const slow = createServer((socket) => {
    connections += 1;
    socket.on('error', () => undefined);
    if (connections > 1) socket.pipe(connect(Number(port), hostname)).pipe(socket);
  });
  await new Promise<void>((resolve) => {
    slow.listen(0, '127.0.0.1', resolve);
  });
  url.host = `127.0.0.1:${(slow.address() as AddressInfo).port}`;
  const db = connectDatabase<object>({ url: url.href, schema: 'some_service', applicationName: 'slow start' });
  const up = (): Promise<void> => Promise.resolve();
  expect(await migrate(db, 'some_service', { '001-nothing': { up } })).toEqual(['001-nothing']);
  expect(connections).toBeGreaterThan(1);
  await db.destroy();
  slow.close();
  await database.drop();
}, 30_000);

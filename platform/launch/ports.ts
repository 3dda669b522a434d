import { freePort, isPortFree } from '../free-port.ts';
import type { ListedSubgraph } from '../rover-config.ts';
import { StartError } from '../run-process.ts';
import { usualPort } from './options.ts';
import { guests } from './guests.ts';
import { registryPort } from './registry.ts';
import { specimens } from './specimens.ts';

/** Ports by process name; `gateway`, the specimen systems and the examples of agencies among them. */
export type Ports = Map<string, number>;

/**
 * Chooses the ports and checks that they are free.
 * @throws StartError naming every port that is taken
 */
export async function choosePorts(port: number, subgraphs: readonly ListedSubgraph[]): Promise<Ports> {
  const wanted = [
    ['gateway', usualPort] as const,
    ...subgraphs.map(({ name, routingUrl }) => [name, Number(new URL(routingUrl).port)] as const),
    [registryPort.name, registryPort.port] as const,
    ...specimens.map(({ name, port: specimenPort }) => [name, specimenPort] as const),
  ];
  const choose = async (usual: number) => (port === 0 ? freePort() : usual - usualPort + port);
  const ports: Ports = new Map();
  const taken: string[] = [];
  // Guests run by themselves: theirs may be in use, by them.
  for (const guest of guests) ports.set(guest.name, await choose(guest.port));
  for (const [name, usual] of wanted) {
    const chosen = await choose(usual);
    ports.set(name, chosen);
    if (!(await isPortFree(chosen))) taken.push(`${chosen} (${name})`);
  }
  if (taken.length > 0) {
    throw new StartError(
      `Another program uses port ${taken.join(', ')}. Stop it, or choose other ports: npm start -- --port ${port === usualPort ? 5000 : usualPort}`,
    );
  }
  return ports;
}

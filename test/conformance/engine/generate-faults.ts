import { parse, visit } from 'graphql';
import type { FaultPlan } from '../../testkit/supergraphs/faults.ts';
import { NO_FAULTS } from '../../testkit/supergraphs/faults.ts';
import type { FederatedGraph } from '../../testkit/supergraphs/federated-graph.ts';
import type { Ownership } from '../../testkit/supergraphs/ownership.ts';
import type { Draw } from './draw.ts';

/** A plan of what goes wrong; nothing does in a quarter of the cases. */
export function generateFaults(graph: FederatedGraph, coordinates: readonly string[], draw: Draw): FaultPlan {
  if (draw.chance(25)) return NO_FAULTS;
  const some = (percent: number, from: readonly string[]) =>
    from.length > 0 && draw.chance(percent) ? [draw.pick(from)] : [];
  return {
    unavailable: some(30, graph.failable),
    refusing: some(10, graph.failable),
    shortEntities: some(10, graph.forgetful),
    forgetful: some(20, graph.forgetful).map((subgraph) => ({ subgraph, half: draw.pick([0, 1] as const) })),
    fields: Array.from({ length: draw.int(3) }, () => ({
      coordinate: draw.pick(coordinates),
      kind: draw.pick(['throws', 'null', 'wrong-type'] as const),
      half: draw.pick([0, 1, 'all'] as const),
    })),
  };
}

/** Fields that may misbehave: those that one subgraph alone answers, and that nothing else is fetched or computed from. */
export function faultyCoordinates(graph: FederatedGraph, ownership: Ownership): string[] {
  return graph.subgraphs.flatMap(({ name, typeDefs }) => {
    const coordinates: string[] = [];
    visit(parse(typeDefs), {
      ObjectTypeDefinition(type) {
        for (const field of type.fields ?? []) {
          const [parent, child] = [type.name.value, field.name.value];
          const owners = ownership.owners(parent, child);
          const alone = owners.length === 1 && owners[0] === name;
          const isRead = ownership.isRequired(parent, child) || graph.readElsewhere?.includes(`${parent}.${child}`);
          if (alone && !isRead) coordinates.push(`${parent}.${child}`);
        }
      },
    });
    return coordinates;
  });
}

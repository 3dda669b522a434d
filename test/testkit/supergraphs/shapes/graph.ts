import type { FederatedGraph } from '../federated-graph.ts';
import { queueing } from './queueing.ts';
import { registry } from './registry.ts';
import { greeting, visiting } from './visiting.ts';

/** Lists of lists of abstract types, interfaces that implement interfaces, an interface object with entities below, free-form scalars. */
export const shapes: FederatedGraph = {
  name: 'shapes',
  subgraphs: [registry, visiting, queueing],
  monolith: {
    Place: { greeting: ({ name }, { polite }) => greeting(name, polite) },
  },
  ids: ['1', '2', '3', '5', '6', 'w1', 'w3', 'none'],
  failable: ['queueing'],
  forgetful: [],
};

import type { FederatedGraph } from '../federated-graph.ts';
import { archive } from './archive.ts';
import { catalogue } from './catalogue.ts';
import { lending } from './lending.ts';
import { ratings } from './ratings.ts';

/** Interfaces, unions that each subgraph knows a part of, interface objects, intersections, and what no client may see. */
export const abstract: FederatedGraph = {
  name: 'abstract',
  subgraphs: [catalogue, ratings, archive, lending],
  ids: ['l1', 'l2', 'n1', 'f1', 'r1', 'r2', 'none'],
  failable: ['ratings', 'archive', 'lending'],
  forgetful: ['archive'],
};

import type { FederatedGraph, Row } from '../federated-graph.ts';
import { byId, goods as rows } from './data.ts';
import { goods } from './goods.ts';
import { pricing } from './pricing.ts';
import { shipping, told } from './shipping.ts';
import { tracking } from './tracking.ts';

type Product = (typeof rows)[number];

/** What shipping computes, straight from the rows: prices are in euro there, weights in kilograms. */
const toSwitzerland = ({ price, weight }: Product) =>
  `CHF ${told(price && price * 2)}, ${told(weight && weight * 1000)} g`;
const box = ({ size }: Product) => `box ${told(size)}`;

function bundle({ related }: Product): string {
  const products = related.map((id) => byId<Product>(rows, id));
  return products.map((row) => row && `${told(row.name)} at ${told(row.price)}`).join('; ');
}

/** Fields that need other subgraphs' fields, keys of several parts, over several hops, and some that are null. */
export const requires: FederatedGraph = {
  name: 'requires',
  subgraphs: [goods, pricing, shipping, tracking],
  monolith: {
    Query: { shippable: () => [rows[0], null, rows[1]] satisfies (Row | null)[] },
    Product: {
      toSwitzerland,
      box,
      bundle,
      toAmerica: ({ price }: Product) => `USD ${told(price && price * 8)}`,
      label: (product: Product) =>
        product.ean === null ? null : `${told(toSwitzerland(product))} in ${told(box(product))}`,
    },
  },
  ids: ['g1', 'g2', 'g3', 'q1', 'q2', 'none'],
  failable: ['shipping', 'tracking'],
  forgetful: ['tracking'],
  via: {
    'Parcel.pid': ['pricing'],
    'Parcel.vid': ['shipping'],
    'Parcel.status': ['pricing', 'shipping'],
    'Parcel.history': ['pricing', 'shipping'],
  },
};

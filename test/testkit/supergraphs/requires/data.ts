export { byId } from '../agency/data.ts';

/** Goods; `ean` is a key that some lack, `gross` and prices are what other subgraphs compute from. */
export const goods = [
  {
    __typename: 'Product',
    id: 'g1',
    ean: 'e1',
    sku: 'k1',
    country: { code: 'DE' },
    name: 'Plate',
    weight: 0.5,
    size: { width: 2, height: 1 },
    price: 10,
    stock: 4,
    related: ['g2', null, 'g3'],
    maker: 'm1',
  },
  {
    __typename: 'Product',
    id: 'g2',
    ean: null,
    sku: 'k2',
    country: { code: 'AT' },
    name: 'Seal',
    weight: 2,
    size: null,
    price: 25,
    stock: 0,
    related: ['g1', 'g1'],
    maker: 'm2',
  },
  {
    __typename: 'Product',
    id: 'g3',
    ean: 'e3',
    sku: 'k3',
    country: { code: 'DE' },
    name: null,
    weight: null,
    size: { width: 9, height: null },
    price: null,
    stock: null,
    related: [],
    maker: null,
  },
] as const;

/** Parcels: one subgraph knows them by number, others by one half of the key that tracking wants. */
export const parcels = [
  { __typename: 'Parcel', id: 'q1', pid: 'p-1', vid: 'w-1', status: 'SENT', weight: 3 },
  { __typename: 'Parcel', id: 'q2', pid: 'p-2', vid: 'w-2', status: 'LOST', weight: 1 },
] as const;

export const makers = [
  { __typename: 'Maker', id: 'm1', name: 'Press', site: { zip: '01067', city: 'Dresden' }, staff: 12 },
  { __typename: 'Maker', id: 'm2', name: null, site: { zip: '20095', city: null }, staff: null },
] as const;

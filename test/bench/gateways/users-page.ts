import { representations } from './ask-subgraph.ts';
import type { Subgraphs } from './ask-subgraph.ts';

interface User {
  id: string;
  username?: string;
  name?: string;
  reviews?: Review[];
}
interface Product {
  upc: string;
  name?: string;
  price?: number;
  weight?: number;
  inStock?: boolean;
  shippingEstimate?: number;
  reviews?: { author: User }[];
}
interface Review {
  product: Product;
}
type By = { by: object[] };
type Found<Entity> = { _entities: Entity[] };

const entities = (fields: string): string => `query($by: [_Any!]!) { _entities(representations: $by) { ${fields} } }`;

/** The heavy query by hand: every service once per step, every entity once per request. */
export function usersPage(subgraphs: Subgraphs): (variables: { page: number }) => Promise<{ users: User[] }> {
  const askUsers = subgraphs.question<{ page: number }, { users: User[] }>(
    'users',
    'query($page: Int!) { users(page: $page) { id username name } }',
  );
  const askReviews = subgraphs.question<By, Found<{ reviews: Review[] }>>(
    'reviews',
    entities('... on User { reviews { id body product { upc reviews { id body author { id } } } } }'),
  );
  const askProducts = subgraphs.question<By, Found<Pick<Required<Product>, 'name' | 'price' | 'weight'>>>(
    'products',
    entities('... on Product { name price weight }'),
  );
  const askStock = subgraphs.question<By, Found<Pick<Required<Product>, 'inStock' | 'shippingEstimate'>>>(
    'inventory',
    entities('... on Product { inStock shippingEstimate }'),
  );
  const askAuthors = subgraphs.question<By, Found<Required<User>>>(
    'users',
    entities('... on User { id username name }'),
  );

  async function completeProducts(reviews: Review[]): Promise<void> {
    const by = representations(
      'Product',
      'upc',
      reviews.map(({ product }) => product.upc),
    );
    const products = (await askProducts({ by }))._entities;
    const stock = (
      await askStock({
        by: by.map((key, nth) => ({ ...key, price: products[nth]?.price, weight: products[nth]?.weight })),
      })
    )._entities;
    const complete = new Map(by.map(({ upc }, nth) => [upc, { ...products[nth], ...stock[nth] }]));
    for (const { product } of reviews) Object.assign(product, complete.get(product.upc));
  }

  async function completeAuthors(reviews: { author: User }[]): Promise<void> {
    const { _entities } = await askAuthors({
      by: representations(
        'User',
        'id',
        reviews.map(({ author }) => author.id),
      ),
    });
    const authors = new Map(_entities.map((author) => [author.id, author]));
    for (const review of reviews) review.author = authors.get(review.author.id) ?? review.author;
  }

  return async (variables) => {
    const { users } = await askUsers(variables);
    const { _entities } = await askReviews({
      by: representations(
        'User',
        'id',
        users.map(({ id }) => id),
      ),
    });
    for (const [index, user] of users.entries()) user.reviews = _entities[index]?.reviews ?? [];
    const reviews = users.flatMap((user) => user.reviews ?? []);
    await Promise.all([
      completeProducts(reviews),
      completeAuthors(reviews.flatMap(({ product }) => product.reviews ?? [])),
    ]);
    return { users };
  };
}

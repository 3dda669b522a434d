/** Users, products and reviews of the heavy query, as plain objects that the default resolver reads. */

const USERS_A_PAGE = 6;
const REVIEWS_OF_A_USER = 5;
const REVIEWS_OF_A_PRODUCT = 14;
const PRODUCTS = 200;
const USERS = 400;

interface User {
  id: string;
  username: string;
  name: string;
  reviews(): Review[];
}

interface Product {
  upc: string;
  name: string;
  price: number;
  weight: number;
  inStock: boolean;
  shippingEstimate: number;
  reviews(): Review[];
}

interface Review {
  id: string;
  body: string;
  author(): User;
  product(): Product;
}

function user(index: number): User {
  return {
    id: `user-${index}`,
    username: `reader-${index}`,
    name: `Reader Number ${index}`,
    reviews: () =>
      Array.from({ length: REVIEWS_OF_A_USER }, (_, nth) => review((index * 7 + nth * 31) % PRODUCTS, nth, index)),
  };
}

function product(index: number): Product {
  const [price, weight] = [100 + ((index * 37) % 1_900), 50 + ((index * 53) % 950)];
  return {
    upc: `upc-${index}`,
    name: `Product Number ${index}`,
    price,
    weight,
    inStock: index % 3 > 0,
    // Computed from what @requires asks for, as a real inventory would.
    shippingEstimate: price > 1_000 ? 0 : Math.round(weight / 2),
    reviews: () =>
      Array.from({ length: REVIEWS_OF_A_PRODUCT }, (_, nth) => review(index, nth, (index * 3 + nth * 11) % USERS)),
  };
}

function review(ofProduct: number, nth: number, by: number): Review {
  return {
    id: `review-${ofProduct}-${nth}-${by}`,
    body: `Prompt and friendly, number ${nth} of product ${ofProduct}; would come again, said reader ${by}.`,
    author: () => user(by),
    product: () => product(ofProduct),
  };
}

const numberIn = (key: string): number => Number(key.slice(key.lastIndexOf('-') + 1));

export const catalogueRoots = {
  users: ({ page }: { page: number }): User[] =>
    Array.from({ length: USERS_A_PAGE }, (_, index) => user((page * USERS_A_PAGE + index) % USERS)),
};

/** How a subgraph finds an entity again by its key. */
export const catalogueReferences = {
  User: (key: { id: string }): User => user(numberIn(key.id)),
  Product: (key: { upc: string }): Product => product(numberIn(key.upc)),
};

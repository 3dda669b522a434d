/** One query that every gateway answers, with the variables of many callers. */
export interface Workload {
  name: string;
  operationName: string;
  query: string;
  /** Variables, taken in turn: requests in flight at one time never ask for the same, so that nobody can share an answer. */
  variables: Record<string, unknown>[];
  /** Requests in flight. */
  connections: number;
  /** Requests before the measurement: enough for the compilers of the runtime, and for every variable once. */
  warmUpRequests: number;
}

const citizens = Array.from({ length: 400 }, (_, index) => ({ citizen: `citizen-${index}` }));

const ACCOUNT = /* GraphQL */ `
  query Account($citizen: ID!) {
    me(citizen: $citizen) {
      name {
        full
      }
      assurance
      residence {
        authority {
          name
          level
        }
      }
      appointments(first: 10) {
        nodes {
          id
          startsAt
          status
          service {
            title
          }
          office {
            name
            address {
              city
            }
          }
        }
      }
      vehicles(first: 5) {
        nodes {
          id
          plate
          model
          inspectionDueOn
          availableProcedures {
            kind
            blockedBy {
              code
            }
          }
          openFees {
            amount {
              formatted
            }
            status
          }
        }
      }
      payments(first: 20) {
        nodes {
          id
          purpose
          amount {
            amount
            currency
          }
          status
          createdAt
          authority {
            name
            level
          }
        }
      }
    }
  }
`;

const SMALL = /* GraphQL */ `
  query Small($citizen: ID!) {
    me(citizen: $citizen) {
      name {
        full
      }
      assurance
    }
  }
`;

const HEAVY = /* GraphQL */ `
  query Heavy($page: Int!) {
    users(page: $page) {
      id
      username
      name
      reviews {
        id
        body
        product {
          upc
          name
          price
          weight
          inStock
          shippingEstimate
          reviews {
            id
            body
            author {
              id
              username
              name
            }
          }
        }
      }
    }
  }
`;

/** The dashboard of the citizen account over five services; one field of one service; a wide public query over four. */
export const WORKLOADS: Workload[] = [
  {
    name: 'account',
    operationName: 'Account',
    query: ACCOUNT,
    variables: citizens,
    connections: 32,
    warmUpRequests: 3_000,
  },
  { name: 'small', operationName: 'Small', query: SMALL, variables: citizens, connections: 32, warmUpRequests: 10_000 },
  {
    name: 'heavy',
    operationName: 'Heavy',
    query: HEAVY,
    variables: Array.from({ length: 48 }, (_, index) => ({ page: index + 1 })),
    connections: 16,
    warmUpRequests: 500,
  },
];

/** The same for one caller who asks again and again: what sharing requests in flight is worth. */
export function ofOneCaller(workload: Workload): Workload {
  return { ...workload, name: `${workload.name}-one-caller`, variables: workload.variables.slice(0, 1) };
}

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { createHandler } from 'graphql-http/lib/use/http';
import { parse } from 'graphql';

const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])\n';

/** A subgraph that answers over HTTP: offices, with as many fields as one likes. */
export class LiveSubgraph {
  url = '';
  private readonly name: string;
  private server: Server | undefined;

  constructor(name: string) {
    this.name = name;
  }

  /** Its SDL with `fields` further fields. */
  sdl(fields = 0): string {
    const further = Array.from({ length: fields }, (_, index) => `"Field ${index}."\n  extra${index}: Int`).join(
      '\n  ',
    );
    return `${link}
"What can be asked about ${this.name}."
type Query {
  "The ${this.name}."
  ${this.name}: ${this.type}
}

"One of ${this.name}."
type ${this.type} @key(fields: "id") {
  "Identifier."
  id: ID!
  "How it is called."
  title: String
  ${further}
}
`;
  }

  /** Answers from now on with so many further fields, as a service that was deployed anew. */
  async start(fields = 100): Promise<void> {
    const extras = Object.fromEntries(Array.from({ length: fields }, (_, index) => [`extra${index}`, index]));
    const object = { __typename: this.type, id: '1', title: this.name, ...extras };
    const resolvers = {
      Query: { [this.name]: () => object },
      [this.type]: { __resolveReference: () => object },
    };
    const answer = createHandler({ schema: buildSubgraphSchema([{ typeDefs: parse(this.sdl(fields)), resolvers }]) });
    this.server = createServer((request, response) => void answer(request, response));
    await new Promise<void>((resolve) => {
      this.server?.listen(0, '127.0.0.1', resolve);
    });
    this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/graphql`;
  }

  async close(): Promise<void> {
    const { server } = this;
    server?.closeAllConnections();
    await new Promise((resolve) => {
      if (server) server.close(resolve);
      else resolve(undefined);
    });
  }

  private get type(): string {
    return this.name.charAt(0).toUpperCase() + this.name.slice(1);
  }
}

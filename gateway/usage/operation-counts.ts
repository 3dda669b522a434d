import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';

/** An operation as it was executed. */
export interface ExecutedOperation {
  schema: GraphQLSchema;
  document: DocumentNode;
  operation: OperationDefinitionNode;
}

/** An operation and how often each client has sent it since the counts were last taken. */
export interface OperationCount extends ExecutedOperation {
  clients: Map<string, number>;
}

/** Bounds of what is remembered between two reports. */
export interface CountLimits {
  operations: number;
  clients: number;
}

const usualLimits: CountLimits = { operations: 5_000, clients: 200 };

/** Clients that there is no more room for. */
const otherClients = 'other';

/**
 * Counts requests by operation and client; nothing else happens while a request is answered.
 * Threat: thousands of distinct operations, or made-up clients, fill the memory. Rule: so many of each between two reports; what is beyond is not
 * counted, or counted together.
 */
export class OperationCounts {
  private readonly limits: CountLimits;
  private counts = new Map<OperationDefinitionNode, OperationCount>();
  private clients = new Set<string>();
  /** Requests that were not counted, for want of room. */
  uncounted = 0;

  constructor(limits: CountLimits = usualLimits) {
    this.limits = limits;
  }

  count({ schema, document, operation }: ExecutedOperation, client: string): void {
    let entry = this.counts.get(operation);
    if (entry === undefined) {
      if (this.counts.size >= this.limits.operations) {
        this.uncounted += 1;
        return;
      }
      entry = { schema, document, operation, clients: new Map() };
      this.counts.set(operation, entry);
    }
    const known = entry.clients.get(client);
    if (known === undefined) this.addClient(entry, client);
    else entry.clients.set(client, known + 1);
  }

  /** What has been counted; counting starts anew. */
  take(): OperationCount[] {
    const taken = [...this.counts.values()];
    this.counts = new Map();
    this.clients = new Set();
    return taken;
  }

  private addClient(entry: OperationCount, client: string): void {
    const hasRoom = this.clients.has(client) || this.clients.size < this.limits.clients;
    const counted = hasRoom ? client : otherClients;
    this.clients.add(counted);
    entry.clients.set(counted, (entry.clients.get(counted) ?? 0) + 1);
  }
}

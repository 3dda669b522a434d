/** The operations that frontends have registered: trusted documents. */
export interface RegisteredOperations {
  /** The text of an operation by its SHA-256; undefined when it is not registered. */
  find(hash: string): string | undefined | Promise<string | undefined>;
}

/** One registered operation, for people. */
export interface Registration {
  client: string;
  hash: string;
}

/** Where operations are registered. A document may be registered by several clients, and is known until the last one takes it back. */
export interface OperationRegistry extends RegisteredOperations {
  register(client: string, texts: readonly string[]): Promise<void>;
  /** @returns how many were registered for the client */
  remove(client: string): Promise<number>;
  list(): Promise<Registration[]>;
}

/** For a gateway without a registry. */
export const noOperations: RegisteredOperations = { find: () => undefined };

/** Names of clients are names of folders and parts of keys. */
export function isClientName(name: string): boolean {
  return /^[a-z0-9][a-z0-9._-]{0,63}$/.test(name);
}

import { hash } from 'node:crypto';

const sha256 = /^(?:sha256:)?([0-9a-f]{64})$/i;

/** The identifier of an operation: SHA-256 of its text in hexadecimal. */
export function operationHash(text: string): string {
  return hash('sha256', text, 'hex');
}

/** Reads an identifier, also in the form `sha256:…` of GraphQL over HTTP; undefined when it is none. */
export function readOperationHash(id: unknown): string | undefined {
  return typeof id === 'string' ? sha256.exec(id)?.[1]?.toLowerCase() : undefined;
}

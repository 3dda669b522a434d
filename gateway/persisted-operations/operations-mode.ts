/**
 * Which operations a gateway answers: `open` all that come as text; `persisted` also those that clients sent before with their hash
 * (automatic persisted queries); `trusted` only those that are registered. Registered ones are answered by their hash in every mode.
 */
export const operationsModes = ['open', 'persisted', 'trusted'] as const;
export type OperationsMode = (typeof operationsModes)[number];

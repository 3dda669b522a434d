import { AuthorityProcedureFieldsResolver } from './authority-procedure-fields.ts';
import { AuthorityQueueResolver } from './authority-queue.ts';
import { ClerkMutationsResolver } from './clerk-mutations.ts';

/** What clerks of the authorities see and do. */
export const clerkResolvers = [
  AuthorityProcedureFieldsResolver,
  AuthorityQueueResolver,
  ClerkMutationsResolver,
] as const;

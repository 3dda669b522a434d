import { readSupergraph, type Supergraph } from '../../../../gateway/supergraph/supergraph.ts';
import type { Caller } from '../../../../gateway/auth/caller.ts';
import { composed } from '../supergraph/compose.ts';

/** Every place where composition takes a security directive. */
const SUBGRAPHS = {
  records: `
    type Query {
      me: Citizen @authenticated
      scoped: Int @requiresScopes(scopes: [["a:read"], ["b:read", "c:read"]])
      high: Int @policy(policies: [["assurance:high"]])
      office: Int @policy(policies: [["office-hours"]])
      either: Int @policy(policies: [["assurance:high"], ["office-hours"]])
      both: Int @requiresScopes(scopes: [["a:read"]]) @policy(policies: [["assurance:substantial"]])
      file: File
      files: [File!]
      hits: [Hit!]
      secrets: [Sealed!]
      grade: Grade
      digest: Digest
      open: Int
      sealed: SealedOnly
    }
    type Mutation { close: Int @requiresScopes(scopes: [["a:write"]]) open: Int }
    type Citizen { name: String }
    interface File { id: ID! title: String note: String }
    type Plain implements File { id: ID! title: String note: String }
    type Marked implements File { id: ID! title: String @requiresScopes(scopes: [["a:read"]]) note: String @policy(policies: [["assurance:high"]]) }
    type Sealed implements File @authenticated { id: ID! title: String note: String }
    union Hit = Plain | Sealed
    interface SealedOnly { id: ID! }
    type Kept implements SealedOnly @authenticated { id: ID! }
    enum Grade @authenticated { GOOD }
    scalar Digest @requiresScopes(scopes: [["a:read"]])
  `,
};

let sdl: string | undefined;

export function protectedSdl(): string {
  sdl ??= composed(SUBGRAPHS);
  return sdl;
}

export function protectedGraph(): Supergraph {
  return readSupergraph(protectedSdl());
}

/** A citizen who logged in at a level, with these scopes. */
export function citizen(level: 'NORMAL' | 'SUBSTANTIAL' | 'HIGH', ...scopes: string[]): Caller {
  return { citizen: { subject: 'erika', session: 's1', level }, scopes, key: `erika ${level} ${scopes.join(' ')}` };
}

import { Refusal } from './refusal.ts';
import { includesRole, type Role } from './roles.ts';

/** Who acts: the holder of a token. */
export interface Actor {
  tokenId: string;
  /** The person or system that answers for the token; two pairs of eyes are two holders. */
  holder: string;
  /** Slug of the agency; null for operators of the registry. */
  agency: string | null;
  role: Role;
  /** The subgraphs to which the token is bound; null for all of its agency. */
  subgraphs: readonly string[] | null;
}

/** In place of an agency, for what concerns everybody. */
export const graphItself = 'graph';

export const isOperator = (actor: Actor) => actor.agency === null && actor.role === 'admin';

/** @throws Refusal UNAUTHENTICATED or FORBIDDEN */
export function requireRole(actor: Actor | undefined, role: Role): Actor {
  if (!actor) {
    throw new Refusal(
      'UNAUTHENTICATED',
      'The registry does not know this token: it is absent, mistyped, expired or revoked. Ask the administration of your agency for one (x-api-key, or APOLLO_KEY for Rover).',
    );
  }
  if (!includesRole(actor.role, role)) {
    throw new Refusal('FORBIDDEN', `This needs a token with the role ${role}; this one has the role ${actor.role}.`);
  }
  return actor;
}

/** @throws Refusal FORBIDDEN unless the actor runs the registry */
export function requireOperator(actor: Actor | undefined): Actor {
  const known = requireRole(actor, 'admin');
  if (!isOperator(known)) throw new Refusal('FORBIDDEN', 'This is for the operators of the registry.');
  return known;
}

/** @throws Refusal FORBIDDEN unless the actor administers this agency or runs the registry */
export function requireAdminOf(actor: Actor | undefined, agency: string): Actor {
  const known = requireRole(actor, 'admin');
  if (!isOperator(known) && known.agency !== agency) {
    throw new Refusal(
      'FORBIDDEN',
      `This needs a token with the role admin of ${agency}; this one is of ${known.agency}.`,
    );
  }
  return known;
}

/** @throws Refusal FORBIDDEN unless the token covers this subgraph, whose owner is `owner` (undefined while it does not exist) */
export function requireSubgraph(actor: Actor, subgraph: string, owner: string | undefined): void {
  if (actor.subgraphs && !actor.subgraphs.includes(subgraph)) {
    throw new Refusal('FORBIDDEN', `This token is for ${actor.subgraphs.join(', ')}, not for ${subgraph}.`);
  }
  if (isOperator(actor)) return;
  if (owner !== undefined && actor.agency !== owner) {
    throw new Refusal(
      'FORBIDDEN',
      `The subgraph ${subgraph} belongs to another agency (${owner}). Publish under a name of your own.`,
    );
  }
}

import type { IncomingHttpHeaders } from 'node:http';
import type { Actor } from '../domain/actor.ts';
import { Refusal } from '../domain/refusal.ts';
import type { Registry } from '../registry.ts';
import { findActor } from '../storage/tokens.ts';

const first = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value);

/** The token of a request: `Authorization: Bearer`, Rover's `x-api-key`, or the `X-Hive-CDN-Key` of routers. */
export function tokenOf(headers: IncomingHttpHeaders): string | undefined {
  const bearer = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1];
  return bearer ?? first(headers['x-api-key']) ?? first(headers['x-hive-cdn-key']);
}

/** Who asks, or undefined where nobody is known by this token. */
export async function actorOf({ db, clock }: Registry, headers: IncomingHttpHeaders): Promise<Actor | undefined> {
  const token = tokenOf(headers);
  return token === undefined ? undefined : findActor(db, token, clock());
}

/** @throws Refusal unless the actor may read supergraphs */
export function requireReader(actor: Actor | undefined): Actor {
  if (!actor)
    throw new Refusal('UNAUTHENTICATED', 'This needs a token of the registry: Authorization: Bearer <token>.');
  return actor;
}

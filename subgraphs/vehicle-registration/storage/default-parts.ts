import { randomBytes } from 'node:crypto';
import { subgraphError } from '../../kit/errors.ts';
import { codeDigests } from '../domain/procedures/security-code.ts';
import type { Unavailable } from '../domain/ports.ts';
import type { Parts } from './parts.ts';

const notConfigured = async (): Promise<Unavailable> => ({ outcome: 'UNAVAILABLE', reason: 'NOT_CONFIGURED' });

function refuse(): never {
  throw subgraphError('SERVICE_UNAVAILABLE', 'Procedures cannot be taken further at the moment. Try again later.');
}

/** Without parts from outside, vehicles and procedures can be looked at; no system outside answers, and nothing can be paid or delivered. */
export function defaultParts(): Parts {
  return {
    clock: () => new Date(),
    // Nobody else knows this pepper, so no code matches.
    codes: codeDigests(randomBytes(32).toString('base64url')),
    register: { check: notConfigured, record: notConfigured },
    insurers: { check: notConfigured },
    customs: { check: notConfigured },
    signDemand: async () => refuse(),
    deliver: async () => refuse(),
  };
}

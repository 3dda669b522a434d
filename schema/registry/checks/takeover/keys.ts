import type { NamedType, Subgraph } from '@apollo/federation-internals';
import { placeOf } from '../finding.ts';
import { applicationsAt, applicationsOf, type Application } from '../subgraph/applications.ts';
import { normalised } from '../subgraph/field-sets.ts';
import { named, type TakeoverRule } from './rule.ts';

/** The keys of a type in one subgraph. */
export function keysAt(subgraph: Subgraph, type: NamedType): Application[] {
  return applicationsAt(subgraph, type, (metadata) => metadata.keyDirective());
}

/** Those keys of the type that the holders publish as well. */
export function sharedKeys(type: NamedType, subgraph: Subgraph, holders: readonly Subgraph[]): Application[] {
  const published = new Set(
    holders.flatMap((holder) => {
      const theirs = holder.schema.type(type.name);
      return theirs ? keysAt(holder, theirs).map((key) => normalised(key.arguments().fields)) : [];
    }),
  );
  return keysAt(subgraph, type).filter((key) => published.has(normalised(key.arguments().fields)));
}

/**
 * Threat: fields of a key are sent to whoever names them. `@key(fields: "taxNumber")` on another's entity makes the gateway fetch the number there and
 * hand it over. Rule: others' entities are named by a key that their owner publishes, or the owner agrees.
 */
export const foreignKey: TakeoverRule = ({ input, subgraph, owners }) =>
  applicationsOf(subgraph, (metadata) => metadata.keyDirective()).flatMap((key) => {
    const type = subgraph.schema.types().find((candidate) => candidate === key.parent);
    const approvableBy = type ? owners.othersAt(type.name) : [];
    if (!type || approvableBy.length === 0) return [];
    if (sharedKeys(type, subgraph, owners.subgraphsOf(type.name, approvableBy)).includes(key)) return [];
    const fields = normalised(key.arguments().fields);
    return {
      code: 'FOREIGN_KEY',
      severity: 'error',
      message: `${type.name} belongs to ${named(input, approvableBy)}, who publishes no key ${fields}.`,
      why: 'The gateway would fetch these fields from their owner and send them to this subgraph whenever it asks it for the entity.',
      remedy: `Use a key that the owner of ${type.name} publishes, or ask ${named(input, approvableBy)} to approve this one.`,
      coordinate: type.name,
      detail: fields,
      approvableBy,
      ...placeOf(input.subgraph, key.sourceAST),
    };
  });

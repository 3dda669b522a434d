import { isFederationField } from '@apollo/federation-internals';
import { placeOf } from '../finding.ts';
import { graphItself } from '../../domain/actor.ts';
import { keepsAnybodyOut, protectionsAt } from '../subgraph/protections.ts';
import type { PolicyRule } from './rule.ts';

/**
 * Threat: a root field without a protection answers anybody on the internet, and nothing looks wrong. Rule: each says who may ask it, or stands on the
 * list of what the administration publishes for all.
 */
export const rootFieldsAreProtected: PolicyRule = ({ input, subgraph }) =>
  subgraph.schema.schemaDefinition.roots().flatMap(({ type }) =>
    type
      .fields()
      .filter((field) => !isFederationField(field) && !subgraph.metadata().isFieldExternal(field))
      .filter(({ coordinate }) => !input.policy.publicRootFields.includes(coordinate))
      .filter(({ coordinate }) => !protectionsAt(subgraph, coordinate).some(keepsAnybodyOut))
      .map((field) => ({
        code: 'UNPROTECTED_ROOT_FIELD',
        severity: 'error' as const,
        message: `${field.coordinate} says nothing about who may ask it.`,
        why: 'Without a protection everybody on the internet is answered, logged in or not.',
        remedy: `Add @requiresScopes, @authenticated or @policy; or, if it is meant for all, ask those who run the graph to approve or to put ${field.coordinate} on the public list.`,
        coordinate: field.coordinate,
        approvableBy: [graphItself],
        ...placeOf(input.subgraph, field.sourceAST),
      })),
  );

/** Why an error of composition is one, and what helps. */
export interface Explanation {
  why: string;
  remedy: string;
}

const byCode: Readonly<Record<string, Explanation>> = {
  INVALID_GRAPHQL: {
    why: 'The SDL breaks a rule of GraphQL itself, so no tool can read it as a schema.',
    remedy: 'Mend the place that is named; a server would refuse to start with it as well.',
  },
  INVALID_FIELD_SHARING: {
    why: 'A field that several subgraphs answer must be marked as shared in all of them, or nobody knows who is to be asked.',
    remedy: 'Leave the field to its owner (@external, or out), or have every subgraph mark it with @shareable.',
  },
  FIELD_TYPE_MISMATCH: {
    why: 'Clients see one type for a field, so the subgraphs that answer it have to agree on it.',
    remedy: 'Take the type that the other subgraphs have, or give the new field another name.',
  },
  ENUM_VALUE_MISMATCH: {
    why: 'An enum that is both asked for and answered has to have the same values everywhere.',
    remedy:
      'Define the enum with the values of its owner; new values are added by all at once, or first with @inaccessible.',
  },
  TYPE_KIND_MISMATCH: {
    why: 'A name can only be one thing: an object here and an interface there do not fit.',
    remedy: 'Rename your type, or define it as the same kind.',
  },
  KEY_INVALID_FIELDS: {
    why: 'The fields of a key have to exist and be plain values, since they name the entity.',
    remedy: 'Correct the fields of @key; `id` is what most entities have.',
  },
  REQUIRES_INVALID_FIELDS: {
    why: 'What @requires names has to exist in this subgraph as @external.',
    remedy: 'Define the fields with @external in your type, with the type that their owner has.',
  },
  EXTERNAL_UNUSED: {
    why: 'A field that is marked as external and used by nothing is most often left over, or misspelt.',
    remedy: 'Remove the field, or name it in @key, @requires or @provides.',
  },
  EXTERNAL_MISSING_ON_BASE: {
    why: 'A field that is marked as external has to be answered by somebody else.',
    remedy: 'Look how its owner calls it now, or remove it.',
  },
  SATISFIABILITY_ERROR: {
    why: 'There is a way through the graph on which no subgraph could answer this field.',
    remedy: 'Give the type a @key that the other subgraphs know, and resolve it by that key here.',
  },
  REQUIRED_INPUT_FIELD_MISSING_IN_SOME_SUBGRAPH: {
    why: 'Input that only some subgraphs know could not be passed to the others.',
    remedy: 'Make the new input optional, or define it in all subgraphs that have the type.',
  },
  REQUIRED_ARGUMENT_MISSING_IN_SOME_SUBGRAPH: {
    why: 'An argument that only some subgraphs know could not be passed to the others.',
    remedy: 'Make the new argument optional, or define it in all subgraphs that have the field.',
  },
  NO_QUERIES: {
    why: 'A graph without one query cannot be asked anything.',
    remedy: 'Define `type Query` with at least one field in one of the subgraphs.',
  },
  OVERRIDE_FROM_SELF_ERROR: {
    why: 'A field cannot be taken over from the subgraph that it is in.',
    remedy: 'Remove @override, or name the subgraph that has the field now.',
  },
  MISSING_TRANSITIVE_AUTH_REQUIREMENTS: {
    why: 'A field that is computed from a protected one would otherwise tell what the other hides.',
    remedy: 'Put the protection of the required field on this field as well.',
  },
  UNKNOWN_FEDERATION_LINK_VERSION: {
    why: 'The version of Federation decides what the directives mean.',
    remedy: 'Link to https://specs.apollo.dev/federation/v2.9 or another version that this registry composes.',
  },
  TOO_COMPLEX: {
    why: 'All agencies wait while subgraphs are composed, so composition has a deadline.',
    remedy: 'Look for keys and types that refer to each other in large circles; publish a smaller part first.',
  },
};

const otherwise: Explanation = {
  why: 'The subgraphs do not fit together, so no supergraph can be made of them.',
  remedy:
    'Compare with what the other subgraphs publish (`rover subgraph fetch`), and compose on your machine with `rover supergraph compose`.',
};

/** The explanation of a code of composition, a general one for those that are rare. */
export function explanationOf(code: string): Explanation {
  return byCode[code] ?? otherwise;
}

import { placeOf } from '../finding.ts';
import { coordinateOf } from '../subgraph/applications.ts';
import type { PolicyRule } from './rule.ts';

/** graphql-js puts it in where nobody wrote one. */
const noReason = 'No longer supported';

/** Every deprecation says what to use instead. */
export const deprecationsHaveReasons: PolicyRule = ({ input, subgraph }) =>
  [...subgraph.schema.deprecatedDirective().applications()].flatMap((application) => {
    const { reason } = application.arguments();
    const coordinate = coordinateOf(application.parent);
    if (coordinate === undefined || (reason !== undefined && reason.trim() !== '' && reason !== noReason)) return [];
    return {
      code: 'DEPRECATED_WITHOUT_REASON',
      severity: 'error' as const,
      message: `${coordinate} is deprecated, and nobody is told why.`,
      why: 'Whoever uses it has to know what to use instead, and until when.',
      remedy: 'Write @deprecated(reason: "Use … instead. Goes on 2027-06-30.").',
      coordinate,
      ...placeOf(input.subgraph, application.sourceAST),
    };
  });

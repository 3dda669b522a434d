import type { CheckName } from './definition.ts';

/** What an examination found; a clerk sees it. */
export interface Finding {
  check: CheckName;
  /** UNCHECKED: the system that knows did not answer, so a clerk has to look. */
  outcome: 'PASSED' | 'FAILED' | 'UNCHECKED';
}

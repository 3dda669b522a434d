import { expect } from '@jest/globals';
import { parse } from 'graphql';
import { documentShape, type DocumentRule } from '../../../../gateway/limits/document-shape.ts';
import type { Excess } from '../../../../gateway/limits/excess.ts';
import { defaultLimits, type LimitName } from '../../../../gateway/limits/limits.ts';

/** What one rule says about a document when one limit is `allowed`. */
export function verdict(rule: DocumentRule, limit: LimitName, allowed: number, document: string): Excess | undefined {
  return rule(documentShape(parse(document)), { ...defaultLimits, [limit]: allowed });
}

/** The document has exactly `actual` of what the rule counts: that many are allowed, one less is refused with both numbers. */
export function expectCount(rule: DocumentRule, limit: LimitName, actual: number, document: string): void {
  expect(verdict(rule, limit, actual, document)).toBeUndefined();
  const excess = verdict(rule, limit, actual - 1, document);
  expect(excess).toMatchObject({ limit, allowed: actual - 1, actual });
  expect(excess?.message).toMatch(/ allowed\. [A-Z].*\.$/);
}

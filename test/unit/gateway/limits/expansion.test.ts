import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Kind, parse, type SelectionSetNode } from 'graphql';
import { depth } from '../../../../gateway/limits/depth.ts';
import { documentShape, selectedBy, type DocumentShape } from '../../../../gateway/limits/document-shape.ts';
import { defaultLimits } from '../../../../gateway/limits/limits.ts';
import { rootFields } from '../../../../gateway/limits/root-fields.ts';
import { selections } from '../../../../gateway/limits/selections.ts';

/** A selection set in which fragment `level` may spread only later ones. */
const selectionSet = (level: number): fc.Arbitrary<string> =>
  fc.letrec<{ set: string; one: string }>((tie) => ({
    set: fc.array(tie('one'), { minLength: 1, maxLength: 3 }).map((all) => `{ ${all.join(' ')} }`),
    one: fc.oneof(
      { maxDepth: 3, depthIdentifier: `level ${level}` },
      fc.constant('a'),
      level < 4 ? fc.integer({ min: level, max: 3 }).map((next) => `...F${next}`) : fc.constant('b'),
      tie('set').map((set) => `c ${set}`),
      tie('set').map((set) => `... ${set}`),
    ),
  })).set;

const documents = fc
  .tuple(selectionSet(0), selectionSet(1), selectionSet(2), selectionSet(3), selectionSet(4))
  .map(([query, ...fragments]) =>
    [query, ...fragments.map((set, index) => `fragment F${index} on Q ${set}`)].join('\n'),
  );

interface Measures {
  selections: number;
  depth: number;
  rootFields: number;
}

/** The same by writing everything out. */
function writtenOut(set: SelectionSetNode, shape: DocumentShape): Measures {
  const measures = { selections: 0, depth: 0, rootFields: 0 };
  for (const selection of set.selections) {
    const content = selectedBy(selection, shape);
    const inner = content ? writtenOut(content, shape) : { selections: 0, depth: 0, rootFields: 0 };
    const isField = selection.kind === Kind.FIELD;
    measures.selections += 1 + inner.selections;
    measures.depth = Math.max(measures.depth, inner.depth + (isField ? 1 : 0));
    measures.rootFields += isField ? 1 : inner.rootFields;
  }
  return measures;
}

test('What the rules measure once for each fragment is what writing all fragments out gives', () => {
  fc.assert(
    fc.property(documents, (text) => {
      const shape = documentShape(parse(text));
      const [operation] = shape.operations;
      const expected = writtenOut(operation!.selectionSet, shape);
      const largest = Math.max(
        ...[operation!, ...shape.fragments.values()].map((node) => writtenOut(node.selectionSet, shape).selections),
      );
      const none = { ...defaultLimits, depth: -1, rootFields: -1, selections: -1 };
      expect(depth(shape, none)?.actual).toBe(expected.depth);
      expect(rootFields(shape, none)?.actual).toBe(expected.rootFields);
      expect(selections(shape, none)?.actual).toBe(largest);
    }),
  );
});

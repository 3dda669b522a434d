import type { Rewrite, RewriteSegment } from '../planning/plan.ts';
import { isDataObject } from './field-failure.ts';
import type { DataObject } from './field-failure.ts';
import type { TypeConditions } from './type-conditions.ts';

/** Changes an object in place. */
export type ObjectChange = (object: DataObject) => void;

/** Compiles rewrites of the plan into one change; undefined when there is none. */
export function compileRewrites(rewrites: readonly Rewrite[], types: TypeConditions): ObjectChange | undefined {
  if (rewrites.length === 0) return undefined;
  const changes = rewrites.map((rewrite) => atPath(rewrite.path.slice(0, -1), change(rewrite), types));
  return (object) => {
    for (const apply of changes) apply(object);
  };
}

function change(rewrite: Rewrite): ObjectChange {
  const last = rewrite.path.at(-1);
  if (last?.kind !== 'key') throw new Error('Expected the path of a rewrite to end with a key.');
  const key = last.name;
  if (rewrite.kind === 'set') {
    const { value } = rewrite;
    return (object) => {
      if (key in object) object[key] = value;
    };
  }
  const { to } = rewrite;
  return (object) => {
    if (!(key in object)) return;
    object[to] = object[key];
    delete object[key];
  };
}

function atPath(path: readonly RewriteSegment[], apply: ObjectChange, types: TypeConditions): ObjectChange {
  let walk = throughLists(apply);
  for (const segment of path.toReversed()) {
    const next = walk;
    if (segment.kind === 'key') walk = throughLists((object) => next(object[segment.name]));
    else {
      const names = types.satisfyingAny(segment.names);
      walk = throughLists((object) => {
        if (typeof object['__typename'] === 'string' && names.has(object['__typename'])) next(object);
      });
    }
  }
  return walk;
}

function throughLists(apply: ObjectChange): (value: unknown) => void {
  return function walk(value) {
    if (Array.isArray(value)) value.forEach(walk);
    else if (isDataObject(value)) apply(value);
  };
}

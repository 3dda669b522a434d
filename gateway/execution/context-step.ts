import type { ContextValue, PathSegment, RewriteSegment } from '../planning/plan.ts';
import { EntityAnswer, EntityStep } from './entity-step.ts';
import { FieldFailure, isDataObject } from './field-failure.ts';
import type { DataObject } from './field-failure.ts';
import type { Run } from './run.ts';
import type { TypeConditions } from './type-conditions.ts';

/** An entity with the objects on the way to it, the outermost first. */
interface Located {
  object: DataObject;
  ancestors: readonly DataObject[];
}

/**
 * A fetch of entities whose fields take values from further up in the data (`@fromContext`). They are variables of the request, so
 * entities with different values are asked for in different requests.
 */
export class ContextStep extends EntityStep {
  override start(run: Run): void {
    const part = this.parts[0]!;
    const questions = [...this.byContext(run)].flatMap(([values, objects]) => {
      const batch = part.batch(objects);
      if (batch.representations.length === 0) return [];
      const own = `${part.prefix}[${batch.representations.join(',')}]${values}`;
      return [{ handler: new EntityAnswer(this, [batch]), body: this.body.text(run.variables, own) }];
    });
    run.sendAll(this, questions);
  }

  /** The entities, by the JSON members for `variables` that their contexts make. */
  private byContext(run: Run): Map<string, DataObject[]> {
    const groups = new Map<string, DataObject[]>();
    const { paths, context } = this.fetch.entities[0]!;
    for (const path of paths) {
      for (const { object, ancestors } of locate(run.dataFor(this), path, [], this.context.types)) {
        const values = this.members(context, ancestors);
        if (values instanceof FieldFailure) {
          run.hasFailures = true;
          this.parts[0]!.markEntity(object, values);
          continue;
        }
        const group = groups.get(values);
        if (group) group.push(object);
        else groups.set(values, [object]);
      }
    }
    return groups;
  }

  /** Several contexts may set one variable, each for ancestors of its own type: the first that is there counts. */
  private members(context: readonly ContextValue[], ancestors: readonly DataObject[]): string | FieldFailure {
    const values = new Map<string, unknown>();
    for (const { up, path, variable } of context) {
      if (values.get(variable) !== undefined) continue;
      const value = valueAt(ancestors[ancestors.length - up], path, this.context.types);
      if (value instanceof FieldFailure) return value;
      values.set(variable, value);
    }
    let text = '';
    for (const [variable, value] of values) {
      if (value !== undefined) text += `,${JSON.stringify(variable)}:${JSON.stringify(value)}`;
    }
    return text;
  }
}

function locate(
  value: unknown,
  path: readonly PathSegment[],
  ancestors: readonly DataObject[],
  types: TypeConditions,
): Located[] {
  if (Array.isArray(value)) return value.flatMap((element) => locate(element, path, ancestors, types));
  if (!isDataObject(value)) return [];
  const [segment, ...rest] = path;
  if (!segment) return [{ object: value, ancestors }];
  if (segment.kind === 'field') return locate(value[segment.name], rest, [...ancestors, value], types);
  const isMeant = segment.kind === 'list' || types.satisfyingAny(segment.names).has(String(value['__typename']));
  return isMeant ? locate(value, rest, ancestors, types) : [];
}

function valueAt(value: unknown, path: readonly RewriteSegment[], types: TypeConditions): unknown {
  const [segment, ...rest] = path;
  if (!segment) return value;
  if (Array.isArray(value)) return value.map((element) => valueAt(element, path, types));
  if (!isDataObject(value)) return value === null ? null : undefined;
  if (segment.kind === 'key') return valueAt(value[segment.name], rest, types);
  return types.satisfyingAny(segment.names).has(String(value['__typename'])) ? valueAt(value, rest, types) : undefined;
}

import type { CompiledPart } from './entity-part.ts';
import { FieldFailure, isDataObject } from './field-failure.ts';
import type { DataObject, FailureCause } from './field-failure.ts';
import type { StepContext } from './fetch-step.ts';
import { placeError } from './place-errors.ts';
import { causeOf } from './subgraph-errors.ts';
import type { SubgraphGraphQLError } from './transport/subgraph-transport.ts';

/** The entities that came back for one `_entities` field, in the order of the representations. */
export interface EntityAnswers {
  part: CompiledPart;
  entities: unknown[];
  /** The field itself came back null: none of its entities is there. */
  isLost: boolean;
}

/**
 * Turns the errors of an answer into failures at the entities they belong to. An entity that is null because of an error becomes
 * an object of failures, so that all it would have brought is accounted for.
 * @returns what belongs to no entity
 */
export function placeEntityErrors(
  answers: readonly EntityAnswers[],
  errors: readonly SubgraphGraphQLError[],
  subgraph: string,
  context: StepContext,
): FailureCause[] {
  const parts = answers.map((answer) => new PartErrors(answer));
  const unplaced: SubgraphGraphQLError[] = [];
  for (const error of errors) {
    const part = parts.find(({ alias }) => alias === error.path?.[0]);
    const make = (within: readonly (string | number)[]): FailureCause => causeOf(error, subgraph, within, context);
    if (!part?.place(error.path ?? [], make)) unplaced.push(error);
  }
  const [spread] = unplaced.length > 0 ? unplaced : errors;
  const cause = spread && causeOf(spread, subgraph, [], context);
  const used = parts.filter((part) => cause && part.finish(cause, spread === unplaced[0])).length > 0;
  if (used && spread === unplaced[0]) unplaced.shift();
  return unplaced.map((error) => causeOf(error, subgraph, [], context));
}

class PartErrors {
  readonly alias: string;
  private readonly part: CompiledPart;
  private readonly entities: unknown[];
  /** Objects that stand for entities that are null, and why they are. */
  private readonly holes = new Map<DataObject, FailureCause | undefined>();

  constructor({ part, entities, isLost }: EntityAnswers) {
    this.alias = part.alias;
    this.part = part;
    this.entities = entities;
    if (isLost) entities.forEach((_, index) => this.dig(index));
  }

  place(path: readonly (string | number)[], make: (within: readonly (string | number)[]) => FailureCause): boolean {
    const index = path[1];
    if (typeof index !== 'number' || !(index in this.entities)) return false;
    if (this.entities[index] === null) this.dig(index);
    const entity = this.entities[index] as DataObject;
    const isHole = this.holes.has(entity);
    if (isHole && !this.holes.get(entity)) this.holes.set(entity, make([]));
    return placeError(entity, path.slice(2), this.part.fields, make) || isHole || this.placeAtNulls(entity, make([]));
  }

  /** For an error that names the entity and leads nowhere in it: it may be the reason of any null there. */
  private placeAtNulls(entity: unknown, cause: FailureCause): boolean {
    if (!isDataObject(entity)) return false;
    const nulls = this.part.fields.filter(({ key }) => key !== '__typename' && entity[key] === null);
    for (const { key } of nulls) entity[key] = new FieldFailure([cause]);
    return nulls.length > 0;
  }

  /**
   * Marks what the null entities would have brought.
   * @returns whether `cause` was needed for one of them
   */
  finish(cause: FailureCause, isUnplaced: boolean): boolean {
    if (isUnplaced && this.holes.size === 0) {
      this.entities.forEach((entity, index) => entity === null && this.dig(index));
    }
    let used = false;
    for (const [entity, own] of this.holes) {
      used ||= own === undefined;
      this.part.markEntity(entity, new FieldFailure([own ?? cause]));
    }
    return used;
  }

  private dig(index: number): void {
    const hole: DataObject = {};
    this.entities[index] = hole;
    this.holes.set(hole, undefined);
  }
}

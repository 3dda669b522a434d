import type { EntityPart } from '../planning/plan.ts';
import type { WrittenField } from '../planning/written-fields.ts';
import { compileCollector } from './collect-entities.ts';
import type { EntityCollector } from './collect-entities.ts';
import { FieldFailure, isDataObject, NOTHING } from './field-failure.ts';
import type { DataObject } from './field-failure.ts';
import type { StepContext } from './fetch-step.ts';
import { markMissing } from './mark-missing.ts';
import { copyObject, mergeData } from './merge-data.ts';
import { ObjectText } from './representation.ts';
import type { Run } from './run.ts';
import { causeOfFailure } from './subgraph-errors.ts';
import { SubgraphError } from './transport/subgraph-error.ts';
import { RepresentationSlots } from './representation-slots.ts';
import { compileRewrites } from './rewrites.ts';
import type { ObjectChange } from './rewrites.ts';

/** The entities that one request asks for: each object of the data that takes part, and the place of its answer. */
export interface EntityBatch {
  /** Objects of the data that an answer goes to. */
  readonly targets: DataObject[];
  /** For each target the position of its representation in the request. */
  readonly slots: number[];
  /** JSON of the representations, each once. */
  readonly representations: string[];
}

/** One `_entities` field of a fetch, compiled. */
export class CompiledPart {
  readonly alias: string;
  /** `"representations":` */
  readonly prefix: string;
  private readonly context: StepContext;
  private readonly noEntity: FieldFailure;
  readonly fields: readonly WrittenField[];
  private readonly collectors: readonly EntityCollector[];
  private readonly text: ObjectText;
  private readonly inputRewrite: ObjectChange | undefined;
  private readonly outputRewrite: ObjectChange | undefined;

  constructor(part: EntityPart, fields: readonly WrittenField[], subgraph: string, context: StepContext) {
    this.alias = part.alias;
    this.prefix = `${JSON.stringify(part.variable)}:`;
    this.context = context;
    this.fields = fields;
    const error = new SubgraphError('SUBGRAPH_BAD_RESPONSE', subgraph, 'an entity that is no object');
    this.noEntity = new FieldFailure([causeOfFailure(error)]);
    this.collectors = part.paths.map((path) => compileCollector(path, context.types));
    this.text = new ObjectText(part.requires, context.types);
    this.inputRewrite = compileRewrites(part.inputRewrites, context.types);
    this.outputRewrite = compileRewrites(part.outputRewrites, context.types);
  }

  /** Finds the entities in the data. */
  collect(data: DataObject): EntityBatch {
    const found: DataObject[] = [];
    for (const collect of this.collectors) collect(data, found);
    return this.batch(found);
  }

  /** Writes representations. An object that lacks what it needs is left out; one whose needs failed fails too. */
  batch(found: readonly DataObject[]): EntityBatch {
    const batch: EntityBatch = { targets: [], slots: [], representations: [] };
    const slots = found.length > 1 ? new RepresentationSlots(this.text) : undefined;
    for (const target of found) {
      let slot = slots?.known(target);
      if (slot === undefined) {
        const written = this.text.representation(target);
        if (written instanceof FieldFailure) markMissing(target, this.fields, written, this.context.types);
        if (typeof written !== 'string') continue;
        slot = slots?.slotOf(target, written) ?? 0;
        if (slot === batch.representations.length) {
          batch.representations.push(this.inputRewrite ? rewritten(written, this.inputRewrite) : written);
        }
      }
      batch.targets.push(target);
      batch.slots.push(slot);
    }
    return batch;
  }

  /** Gives each target its answer; equal representations share one, copied where more is written into it later. */
  merge(run: Run, { targets, slots }: EntityBatch, entities: readonly unknown[]): void {
    const { outputRewrite } = this;
    if (outputRewrite) for (const entity of entities) if (isDataObject(entity)) outputRewrite(entity);
    const isShared = entities.length < targets.length && this.context.isWrittenInto;
    for (let index = 0; index < targets.length; index++) {
      const target = targets[index]!;
      const entity = entities[slots[index]!];
      if (isDataObject(entity)) {
        mergeData(target, isShared ? copyObject(entity) : entity, this.context.types);
        continue;
      }
      run.hasFailures = true;
      markMissing(target, this.fields, entity === null ? NOTHING : this.noEntity, this.context.types);
    }
  }

  /** An entity that came back null because of a failure: what it would have brought is marked as failed. */
  markEntity(entity: DataObject, failure: FieldFailure): void {
    markMissing(entity, this.fields, failure, this.context.types);
  }

  /** Marks what the whole fetch would have brought. */
  markTargets({ targets }: EntityBatch, failure: FieldFailure): void {
    for (const target of targets) markMissing(target, this.fields, failure, this.context.types);
  }
}

function rewritten(representation: string, rewrite: ObjectChange): string {
  const object: unknown = JSON.parse(representation);
  if (isDataObject(object)) rewrite(object);
  return JSON.stringify(object);
}

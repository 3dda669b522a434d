import type { OperationNames } from '../planning/operation-names.ts';
import type { PathSegment, Plan, PlanFetch } from '../planning/plan.ts';
import { ContextStep } from './context-step.ts';
import { EntityStep } from './entity-step.ts';
import type { FetchStep } from './fetch-step.ts';
import { companions, jointFetch, JointStep, PatientStep } from './joint-step.ts';
import { RootStep } from './root-step.ts';
import type { MaskMessage } from './subgraph-errors.ts';
import type { TypeConditions } from './type-conditions.ts';

/** A plan whose fetches are closures, with the order in which they may run. */
export interface CompiledPlan {
  plan: Plan;
  steps: FetchStep[];
  /** How many layers of data there are. */
  layers: number;
  /** Steps that need nothing. */
  first: number[];
  /** By step: how many steps it needs. */
  needs: number[];
  /** By step: the steps that need it. */
  dependents: number[][];
}

/** What compiling needs to know of the supergraph and the configuration. */
export interface PlanContext {
  types: TypeConditions;
  names: OperationNames;
  maskMessage: MaskMessage;
  /** @throws when the supergraph has no such subgraph */
  urlOf(subgraph: string): string;
}

/** Compiles a plan once; what comes out is used by any number of requests at a time. */
export function compilePlan(plan: Plan, context: PlanContext): CompiledPlan {
  const steps = withCompanions(plan, (fetch) => compileStep(fetch, plan, context));
  return {
    plan,
    steps,
    layers: Math.max(1, ...plan.fetches.map(({ layer }) => layer + 1)),
    first: plan.fetches.filter(({ needs }) => needs.length === 0).map(({ id }) => id),
    needs: plan.fetches.map(({ needs }) => needs.length),
    dependents: plan.fetches.map(({ id }) => {
      return plan.fetches.filter(({ needs }) => needs.includes(id)).map((fetch) => fetch.id);
    }),
  };
}

function compileStep(fetch: PlanFetch, plan: Plan, context: PlanContext): FetchStep {
  const { types, names, maskMessage } = context;
  const isWrittenInto = plan.fetches.some((other) => other.id !== fetch.id && writesInside(other, fetch));
  const stepContext = { types, names, maskMessage, url: context.urlOf(fetch.subgraph), isWrittenInto };
  if (fetch.entities.some((part) => part.context.length > 0)) return new ContextStep(fetch, stepContext);
  return fetch.entities.length > 0 ? new EntityStep(fetch, stepContext) : new RootStep(fetch, stepContext);
}

/** The steps of a plan; a fetch that can go along with a later one waits for it. */
function withCompanions(plan: Plan, compile: (fetch: PlanFetch) => FetchStep): FetchStep[] {
  const steps = plan.fetches.map(compile);
  for (const [second, first] of companions(plan)) {
    const joint = compile(jointFetch(plan.fetches[first]!, plan.fetches[second]!));
    const patient = new PatientStep(steps[first]!);
    steps[first] = patient;
    steps[second] = new JointStep(patient, steps[second]!, joint);
  }
  return steps;
}

/** Whether one fetch writes below an entity of another: such answers must not be shared between places. */
function writesInside(inner: PlanFetch, outer: PlanFetch): boolean {
  const outerKeys = pathsOf(outer).map(keysOf);
  return pathsOf(inner).some((path) => {
    const keys = keysOf(path);
    return outerKeys.some((outerPath) => keys.length > outerPath.length && keys.startsWith(outerPath));
  });
}

function pathsOf(fetch: PlanFetch): PathSegment[][] {
  return fetch.entities.length > 0 ? fetch.entities.flatMap((part) => part.paths) : [fetch.path];
}

function keysOf(path: readonly PathSegment[]): string {
  return path.map((segment) => (segment.kind === 'field' ? `${segment.name}/` : '')).join('');
}

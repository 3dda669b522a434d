import type { Application, Decision, RegisterChange } from '../domain/ports.ts';

/** What the delivery of a procedure has to do next. */
export type NextDelivery =
  /** It was submitted: the back office does not have it yet. */
  | { step: 'HAND_OVER'; application: Application }
  /** The back office has it, and the procedure decides by itself: the register has to learn of the change. */
  | { step: 'DECIDE'; change: RegisterChange }
  /** A clerk decided: the register (when approved) and the back office have to learn of it. */
  | { step: 'TELL'; decision: Decision; change: RegisterChange | null; authority: string }
  /** Nothing: it waits for a clerk, or all was done. */
  | { step: 'NONE' };

/**
 * What delivery needs of the procedures. Each call is a transaction of its own, and may come again after a crash: a second one changes
 * nothing.
 */
export interface SubmittedProcedures {
  next(procedureId: string): Promise<NextDelivery>;
  /** The back office took it. Clerk procedures are with the clerk from now on; automatic ones wait for the register. */
  handedOver(procedureId: string, reference: string): Promise<void>;
  /** The register took the change of an automatic procedure: it is decided. */
  decided(procedureId: string): Promise<void>;
  /** The automatic way is closed (the register refuses): a person has to look at it. `reason` is a code of ours. */
  toClerk(procedureId: string, reason: string): Promise<void>;
  /** Register and back office know of the clerk's decision. */
  told(procedureId: string): Promise<void>;
}

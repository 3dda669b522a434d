import type { Application, Decision, PaperCodes, RegisterChange } from '../domain/ports.ts';

/** What the delivery of a procedure has to do next. */
export type NextDelivery =
  /** It was submitted: the back office does not have it yet. */
  | { step: 'HAND_OVER'; application: Application }
  /** The back office has it, and the procedure decides by itself: the register has to learn of the change. */
  | { step: 'RECORD'; change: RegisterChange }
  /** It ended: the back office has to close its file. Before, the register has to learn of what a clerk approved, and of what was turned back. */
  | { step: 'TELL'; decision: Decision; change: RegisterChange | null; authority: string }
  /** What was approved took effect, or was turned back: the codes of the new papers are asked of the authority that printed them. */
  | { step: 'PAPERS'; decision: PaperedDecision; authority: string }
  /** Nothing: it waits for a clerk or an operator, or all was done. */
  | { step: 'NONE' };

/** The ends of a procedure that bring papers. */
export type PaperedDecision = Extract<Decision['decision'], 'APPROVED' | 'REVOKED'>;

/** Why an operator has to look at a delivery. */
export type ParkingReason = 'NO_BACK_OFFICE' | 'REFUSED_BY_BACK_OFFICE' | 'REFUSED_BY_REGISTER' | 'GIVEN_UP';

/**
 * What delivery needs of the procedures. Each call is a transaction of its own, and may come again after a crash: a second one changes
 * nothing.
 */
export interface SubmittedProcedures {
  next(procedureId: string): Promise<NextDelivery>;
  /** The back office took it. A clerk procedure is with the clerk from now on; an automatic one waits for the register. */
  handedOver(procedureId: string, reference: string): Promise<void>;
  /** The register took the change of an automatic procedure: it is decided. */
  recorded(procedureId: string): Promise<void>;
  /** The automatic way is closed, since the register refuses: a clerk has to look at it. */
  toClerk(procedureId: string): Promise<void>;
  /** Register and back office know of this end; another one that came meanwhile they do not know yet. */
  told(procedureId: string, decision: Decision['decision']): Promise<void>;
  /** The papers are out: from now on their codes are the vehicle's. None where the decision brought no papers, or nobody tells their codes; another decision came meanwhile: they count for nothing. */
  papersIssued(procedureId: string, decision: PaperedDecision, codes: PaperCodes): Promise<void>;
  /** It cannot go on by itself: it waits for an operator. `detail` is a code of the other side. */
  park(procedureId: string, reason: ParkingReason, detail: string | null): Promise<void>;
}

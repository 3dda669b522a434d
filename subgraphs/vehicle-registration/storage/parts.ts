import type { Transaction } from 'kysely';
import type { CodeDigests } from '../domain/procedures/security-code.ts';
import type { InsuranceConfirmation, TaxArrears, VehicleRegister } from '../domain/ports.ts';
import type { VehicleRegistrationDatabase } from './database.ts';
import type { DemandedLine } from './procedure-tables.ts';

/** A transaction of this service. */
export type Work = Transaction<VehicleRegistrationDatabase>;

/** What a fee demand says (decision 007). */
export interface FeeDemand {
  demandId: string;
  caseReference: string;
  authority: string;
  purpose: { de: string; en: string };
  lines: readonly DemandedLine[];
  issuedAt: Date;
  expiresAt: Date;
}

/** What vehicle registration works with and does not own: given from outside, so that tests and operators can put other ones in place. */
export interface Parts {
  clock: () => Date;
  codes: CodeDigests;
  register: VehicleRegister;
  insurers: InsuranceConfirmation;
  customs: TaxArrears;
  /** Signs a fee demand as a compact JWT. */
  signDemand(demand: FeeDemand): Promise<string>;
  /** Sees to it that the authority learns of a procedure; in the transaction of what it learns of. */
  deliver(work: Work, procedureId: string): Promise<void>;
}

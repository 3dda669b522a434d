import type { CodeName } from './procedures/input-name.ts';

/**
 * What vehicle registration asks of systems that are not its own. Each port is one kind of system; adapters stand in `clients/`.
 *
 * An expected refusal is a value, not an exception. So is a system that cannot be reached: whoever asks has to decide what that means
 * for the citizen, and may not confuse it with a refusal.
 */

/** Why there is no answer. CLOSED: the system says itself that it does not serve now. */
export type UnavailableReason = 'CLOSED' | 'BUSY' | 'TIMEOUT' | 'UNREACHABLE' | 'BAD_ANSWER' | 'NOT_CONFIGURED';

/** There is no answer for now. Nothing may be concluded about whether the other side acted. */
export interface Unavailable {
  outcome: 'UNAVAILABLE';
  reason: UnavailableReason;
  /** When the other side said it would answer again. */
  retryAt?: Date;
}

export interface RegisterQuery {
  /** Vehicle identification number, 17 characters. */
  vin: string;
  /** As the register writes it, `L AB 123E`; left out for a vehicle that never had one. */
  plate?: string;
  /** Code of registration certificate II, 12 characters; write-only, never logged. */
  certificateTwoCode?: string;
}

/** What the register knows of the type of a vehicle. */
export interface RegisteredVehicle {
  make: string;
  model: string;
  /** Manufacturer code, 4 digits. */
  hsn: string;
  /** Type code, 3 letters or digits. */
  tsn: string;
}

export type RegisterAnswer =
  | { outcome: 'MATCH'; vehicle: RegisteredVehicle }
  /** There is no such vehicle, or the plate or the code is another: which of these is not told. */
  | { outcome: 'NO_MATCH' }
  /** A scrapping certificate exists: the vehicle may never be registered again. */
  | { outcome: 'SCRAPPED' }
  | Unavailable;

/** A change that was decided. The register takes each procedure once, however often it is told. */
export interface RegisterChange {
  procedureId: string;
  /** Kind of the procedure, e.g. `DE_REGISTRATION`. */
  kind: string;
  vin: string;
  status: 'REGISTERED' | 'OFF_THE_ROAD';
  /** The plate from now on; off the road, the last one. */
  plate: string;
  /** AGS of the authority that decided. */
  authority: string;
  /** The day that it bears, YYYY-MM-DD: of the application where it decided itself, of the decision where a clerk did. */
  datedOn: string;
}

export type RecordAnswer =
  | { outcome: 'RECORDED' }
  /** The register will never take it as it stands; a person has to look at it. */
  | { outcome: 'REFUSED'; code: string }
  | Unavailable;

/** The federal vehicle register (ZFZR, kept by KBA). */
export interface VehicleRegister {
  check(query: RegisterQuery): Promise<RegisterAnswer>;
  record(change: RegisterChange): Promise<RecordAnswer>;
}

export type InsuranceAnswer =
  | { outcome: 'CONFIRMED'; validUntil: string }
  /** A confirmation lapses six months after it was issued. */
  | { outcome: 'LAPSED'; lapsedOn: string }
  | { outcome: 'UNKNOWN' }
  | Unavailable;

/** The insurers' joint service that confirms liability insurance (eVB). */
export interface InsuranceConfirmation {
  /** @param evb 7 letters or digits; @param day on which it must hold, YYYY-MM-DD */
  check(evb: string, day: string): Promise<InsuranceAnswer>;
}

export type TaxArrearsAnswer = { outcome: 'NONE' } | { outcome: 'ARREARS' } | Unavailable;

/** The customs administration, which collects the vehicle tax: arrears block a registration (KraftStG § 13). */
export interface TaxArrears {
  /**
   * Whether tax is owed for any of these vehicles.
   * @param vins the vehicles that the citizen keeps, and the one concerned: no identifier of a person crosses
   */
  check(vins: readonly string[]): Promise<TaxArrearsAnswer>;
}

/** What is handed to the authority's back office (Fachverfahren). */
export interface Application {
  /** Id of the procedure: a back office has one file for it, however often it is handed over. */
  id: string;
  kind: string;
  /** AGS of the competent authority. */
  authority: string;
  submittedAt: Date;
  /** Whether the decision is automatic, so that the file is for their records. */
  isAutomatic: boolean;
  vehicle: { vin: string; plate: string | null };
  /** What the citizen gave besides, by name of the input; never a code. */
  particulars: Readonly<Record<string, string>>;
  /** The proof of payment; null where no fee is due. */
  payment: { reference: string; amountCents: number } | null;
}

export type SubmitAnswer =
  | { outcome: 'ACCEPTED'; reference: string }
  /** It will never be taken as it stands; a person has to look at it. */
  | { outcome: 'REFUSED'; code: string }
  | Unavailable;

/** How an application ended, told to the back office so that it can close its file. A decision may be revoked after it was approved. */
export interface Decision {
  applicationId: string;
  decision: 'APPROVED' | 'REJECTED' | 'WITHDRAWN' | 'REVOKED';
  decidedAt: Date;
  reasons: readonly string[];
}

export type CloseAnswer = { outcome: 'CLOSED' } | { outcome: 'REFUSED'; code: string } | Unavailable;

/** What stands under new seals and on new certificates, as far as they are new; each code well-formed. Never stored as it is, never logged. */
export type PaperCodes = Readonly<Partial<Record<CodeName, string>>>;

export type PapersAnswer =
  | { outcome: 'ISSUED'; codes: PaperCodes }
  /** This decision brings no new papers. */
  | { outcome: 'NONE' }
  | { outcome: 'REFUSED'; code: string }
  /** Papers that are not printed yet are CLOSED, and asked for again later. */
  | Unavailable;

export interface BackOfficeCapabilities {
  /** What the system speaks. */
  protocol: 'rest' | 'soap';
  /** Whether it can be told of decisions; where not, an application is all that it gets. */
  takesDecisions: boolean;
  /** Whether it tells the codes of the papers that it issues; where not, the next procedure about the vehicle goes to a clerk. */
  tellsPapers: boolean;
  /** Longest text of one particular, in characters. */
  longestParticular: number;
}

/** The software of one authority. Each call may be repeated: the second one changes nothing and answers like the first. */
export interface BackOffice {
  readonly capabilities: BackOfficeCapabilities;
  submit(application: Application): Promise<SubmitAnswer>;
  close(decision: Decision): Promise<CloseAnswer>;
  /** The papers of the last decision that it was told of. Asked of one that tells papers. */
  papers(applicationId: string): Promise<PapersAnswer>;
}

/** Finds the back office of an authority by its AGS; undefined where none is configured. */
export type FindBackOffice = (authority: string) => BackOffice | undefined;

import type { ProcedureKind } from '../procedure-kind.ts';
import type { InputName } from './input-name.ts';

/** What is examined before a procedure may be submitted. */
export const checkNames = ['CODES', 'REGISTER', 'INSURANCE', 'TAX_ARREARS'] as const;
export type CheckName = (typeof checkNames)[number];

/** When an input is asked for; `UNLESS_KEEPER`: only from somebody who is not the keeper already. */
export type Demand = 'REQUIRED' | 'OPTIONAL' | 'UNLESS_KEEPER';

/** One procedure of vehicle registration. */
export interface ProcedureDefinition {
  /** Whose vehicle: the applicant's own, anybody's whose codes they hold, or one that is new to the register. */
  vehicle: 'OWN' | 'OWN_OR_BY_CODES' | 'BY_CODES' | 'NEW';
  inputs: Partial<Record<InputName, Demand>>;
  checks: readonly CheckName[];
  decision: 'AUTOMATIC' | 'CLERK';
  /** What becomes of the plate. `NEW`: one that the applicant reserved, or one that the authority gives out. */
  plate: 'KEPT' | 'NEW' | 'TAKEN_OFF';
  /** Who decides: the authority of the residence given, or the one that has the vehicle. Never does it follow from the plate. */
  competence: 'RESIDENCE' | 'VEHICLE';
  /** When the decision takes effect: when it is retrieved or delivered, or on the day on which it is made. */
  takesEffect: 'ON_DELIVERY' | 'AT_ONCE';
  /** Whether the authority may print new papers for it: certificates, seals. */
  bringsPapers: boolean;
}

const seals: ProcedureDefinition['inputs'] = { sealCodeFront: 'REQUIRED', sealCodeRear: 'REQUIRED' };
const vehicle: ProcedureDefinition['inputs'] = { vin: 'REQUIRED', plate: 'REQUIRED' };
const insured: ProcedureDefinition['inputs'] = { insuranceConfirmation: 'REQUIRED', taxMandate: 'REQUIRED' };
const everyCheck: readonly CheckName[] = ['CODES', 'REGISTER', 'INSURANCE', 'TAX_ARREARS'];

const keeperChange: Omit<ProcedureDefinition, 'decision' | 'plate'> = {
  vehicle: 'BY_CODES',
  inputs: {
    ...vehicle,
    ...seals,
    ...insured,
    certificateOneCode: 'REQUIRED',
    certificateTwoCode: 'REQUIRED',
    inspectionDueOn: 'REQUIRED',
    residence: 'REQUIRED',
  },
  checks: everyCheck,
  competence: 'RESIDENCE',
  takesEffect: 'ON_DELIVERY',
  bringsPapers: true,
};

const addressChange: Omit<ProcedureDefinition, 'decision' | 'plate'> = {
  vehicle: 'OWN',
  inputs: { ...vehicle, certificateOneCode: 'REQUIRED', inspectionDueOn: 'REQUIRED', residence: 'REQUIRED' },
  checks: ['CODES', 'REGISTER', 'TAX_ARREARS'],
  competence: 'RESIDENCE',
  takesEffect: 'ON_DELIVERY',
  bringsPapers: true,
};

/** The procedures of i-Kfz, one row each: what they ask for, what is checked, who decides. Fees: `procedure-fees.ts`; times: `clocks.ts`; levels: `procedure-rules.ts`. */
export const procedureDefinitions: Record<ProcedureKind, ProcedureDefinition> = {
  FIRST_REGISTRATION: {
    vehicle: 'NEW',
    inputs: {
      ...insured,
      vin: 'REQUIRED',
      certificateTwoCode: 'REQUIRED',
      residence: 'REQUIRED',
      plateReservation: 'OPTIONAL',
    },
    checks: everyCheck,
    decision: 'CLERK',
    plate: 'NEW',
    competence: 'RESIDENCE',
    takesEffect: 'ON_DELIVERY',
    bringsPapers: true,
  },
  RE_REGISTRATION: {
    vehicle: 'OWN_OR_BY_CODES',
    inputs: {
      ...vehicle,
      ...insured,
      certificateOneCode: 'REQUIRED',
      certificateTwoCode: 'UNLESS_KEEPER',
      inspectionDueOn: 'REQUIRED',
      hasNoScrappingCertificate: 'REQUIRED',
      residence: 'REQUIRED',
      plateReservation: 'OPTIONAL',
    },
    checks: everyCheck,
    decision: 'CLERK',
    plate: 'NEW',
    competence: 'RESIDENCE',
    takesEffect: 'ON_DELIVERY',
    bringsPapers: true,
  },
  KEEPER_CHANGE_NEW_PLATE: {
    ...keeperChange,
    inputs: { ...keeperChange.inputs, plateReservation: 'OPTIONAL' },
    decision: 'CLERK',
    plate: 'NEW',
  },
  KEEPER_CHANGE_PLATE_KEPT: { ...keeperChange, decision: 'AUTOMATIC', plate: 'KEPT' },
  ADDRESS_CHANGE_PLATE_KEPT: { ...addressChange, decision: 'AUTOMATIC', plate: 'KEPT' },
  ADDRESS_CHANGE_NEW_PLATE: {
    ...addressChange,
    inputs: { ...addressChange.inputs, certificateTwoCode: 'REQUIRED', plateReservation: 'OPTIONAL' },
    decision: 'CLERK',
    plate: 'NEW',
  },
  DE_REGISTRATION: {
    vehicle: 'OWN_OR_BY_CODES',
    inputs: { ...seals, plate: 'REQUIRED', certificateOneCode: 'REQUIRED', keepsPlate: 'OPTIONAL' },
    checks: ['CODES', 'REGISTER'],
    decision: 'AUTOMATIC',
    plate: 'TAKEN_OFF',
    competence: 'VEHICLE',
    takesEffect: 'AT_ONCE',
    bringsPapers: false,
  },
};

/** The inputs that a procedure asks this applicant for, in the order of the form, and whether it can do without. */
export function inputsAsked(kind: ProcedureKind, isKeeper: boolean): { name: InputName; isRequired: boolean }[] {
  return Object.entries(procedureDefinitions[kind].inputs)
    .filter(([, demand]) => demand !== 'UNLESS_KEEPER' || !isKeeper)
    .map(([name, demand]) => ({ name: name as InputName, isRequired: demand !== 'OPTIONAL' }));
}

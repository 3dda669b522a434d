import { registerEnumType } from 'type-graphql';
import { procedureActions } from '../domain/procedures/available-actions.ts';
import { deadlineKinds } from '../domain/procedures/deadlines.ts';
import { inputNames, type InputName } from '../domain/procedures/input-name.ts';
import { procedureStates } from '../domain/procedures/state-machine.ts';

export const ProcedureStateEnum = Object.fromEntries(procedureStates.map((state) => [state, state]));
registerEnumType(ProcedureStateEnum, {
  name: 'ProcedureState',
  description: 'Where a procedure stands.',
  valuesConfig: {
    DRAFT: { description: 'Input is being given.' },
    CHECKED: { description: 'Everything was given and checked; it can be submitted.' },
    AWAITING_PAYMENT: { description: 'The fee is paid next; then it goes to the authority by itself.' },
    SUBMITTED: { description: 'Received, waiting for the authority.' },
    WITH_CLERK: { description: 'A clerk of the authority decides.' },
    DECIDED: { description: 'Approved.' },
    REJECTED: { description: 'Rejected, with reasons.' },
    REVOKED: { description: 'An automatic decision that was taken back in its time of review.' },
    WITHDRAWN: { description: 'Withdrawn by the citizen.' },
    ABANDONED: { description: 'Nobody went on with it; what was given is deleted.' },
  },
});

/** `sealCodeFront` is `SEAL_CODE_FRONT` in the API. */
const screaming = (name: InputName) => name.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();

export const ProcedureInputNameEnum = Object.fromEntries(inputNames.map((name) => [screaming(name), name]));
registerEnumType(ProcedureInputNameEnum, {
  name: 'ProcedureInputName',
  description: 'What a procedure can ask for: the field of `saveInput` with the same name.',
  valuesConfig: {
    VIN: { description: 'Vehicle identification number.' },
    PLATE: { description: 'Number plate.' },
    RESIDENCE: { description: "Municipality of the keeper's main residence." },
    SEAL_CODE_FRONT: { description: 'Code under the seal of the front plate.' },
    SEAL_CODE_REAR: { description: 'Code under the seal of the rear plate.' },
    CERTIFICATE_ONE_CODE: { description: 'Code of registration certificate I.' },
    CERTIFICATE_TWO_CODE: { description: 'Code of registration certificate II.' },
    INSURANCE_CONFIRMATION: { description: 'Confirmation number of the insurance (eVB).' },
    TAX_MANDATE: { description: 'Reference of the SEPA mandate for the vehicle tax.' },
    INSPECTION_DUE_ON: { description: 'When the next main inspection is due.' },
    HAS_NO_SCRAPPING_CERTIFICATE: { description: 'That there is no scrapping certificate.' },
    PLATE_RESERVATION: { description: 'A reserved plate to take.' },
    KEEPS_PLATE: { description: 'Whether the plate stays reserved.' },
  },
});

export const ProcedureActionEnum = Object.fromEntries(procedureActions.map((action) => [action, action]));
registerEnumType(ProcedureActionEnum, {
  name: 'ProcedureAction',
  description: 'What a citizen can do with a procedure.',
  valuesConfig: {
    SAVE_INPUT: { description: '`saveInput`' },
    CHECK: { description: '`checkProcedure`' },
    SUBMIT: { description: '`submitProcedure`' },
    PAY: { description: "`createPayment` of payments, with the procedure's `feeDemand`" },
    WITHDRAW: { description: '`withdrawProcedure`' },
    RETRIEVE_DECISION: { description: '`retrieveDecision`' },
  },
});

export const ProcedureDeadlineKindEnum = Object.fromEntries(deadlineKinds.map((kind) => [kind, kind]));
registerEnumType(ProcedureDeadlineKindEnum, {
  name: 'ProcedureDeadlineKind',
  description: 'A time that runs in a procedure.',
  valuesConfig: {
    INPUT_DELETED: { description: 'What was given is deleted, unless something is given or checked before.' },
    PAYMENT: { description: 'The fee has to be paid by then.' },
    RETRIEVAL: { description: 'The decision can be retrieved until then; afterwards it goes by post.' },
    DEEMED_DELIVERED: { description: 'The posted decision counts as delivered, and takes effect.' },
    PAPERS: { description: 'The decision serves as papers until then, where the plate is kept.' },
    REVIEW: { description: 'The automatic decision is under review until then.' },
    PROTOCOL_DELETED: { description: 'History and input are deleted.' },
  },
});

export const ProcedureActorEnum = { CITIZEN: 'CITIZEN', AUTHORITY: 'AUTHORITY', SYSTEM: 'SYSTEM' } as const;
registerEnumType(ProcedureActorEnum, {
  name: 'ProcedureActor',
  description: 'Who made something happen.',
  valuesConfig: {
    CITIZEN: { description: 'The applicant.' },
    AUTHORITY: { description: 'The authority.' },
    SYSTEM: { description: 'A rule or a time that ran out.' },
  },
});

export const DecisionOutcomeEnum = { APPROVED: 'APPROVED', REJECTED: 'REJECTED' } as const;
registerEnumType(DecisionOutcomeEnum, {
  name: 'DecisionOutcome',
  description: 'What was decided.',
  valuesConfig: { APPROVED: { description: 'Approved.' }, REJECTED: { description: 'Rejected.' } },
});

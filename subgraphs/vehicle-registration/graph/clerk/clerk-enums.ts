import { registerEnumType } from 'type-graphql';
import { clerkActions } from '../../domain/procedures/clerk-actions.ts';
import { checkNames } from '../../domain/procedures/definition.ts';

export const CheckNameEnum = Object.fromEntries(checkNames.map((name) => [name, name]));
registerEnumType(CheckNameEnum, {
  name: 'ProcedureCheck',
  description: 'What is examined before a procedure may be submitted.',
  valuesConfig: {
    CODES: { description: 'The codes of seals and certificates.' },
    REGISTER: { description: 'What the federal register says.' },
    INSURANCE: { description: 'The confirmation of the insurance.' },
    TAX_ARREARS: { description: 'Whether vehicle tax is owed.' },
  },
});

export const FindingOutcomeEnum = { PASSED: 'PASSED', FAILED: 'FAILED', UNCHECKED: 'UNCHECKED' } as const;
registerEnumType(FindingOutcomeEnum, {
  name: 'FindingOutcome',
  description: 'What an examination found.',
  valuesConfig: {
    PASSED: { description: 'As it should be.' },
    FAILED: { description: 'Not as it should be; the citizen submitted it all the same.' },
    UNCHECKED: { description: 'The system that knows did not answer: a clerk has to look.' },
  },
});

export const ParkingReasonEnum = {
  NO_BACK_OFFICE: 'NO_BACK_OFFICE',
  REFUSED_BY_BACK_OFFICE: 'REFUSED_BY_BACK_OFFICE',
  REFUSED_BY_REGISTER: 'REFUSED_BY_REGISTER',
  GIVEN_UP: 'GIVEN_UP',
} as const;
registerEnumType(ParkingReasonEnum, {
  name: 'ParkingReason',
  description: 'Why a delivery cannot go on by itself.',
  valuesConfig: {
    NO_BACK_OFFICE: { description: 'No back office is configured for the authority.' },
    REFUSED_BY_BACK_OFFICE: { description: 'The back office does not take it as it is.' },
    REFUSED_BY_REGISTER: { description: 'The federal register does not take the change.' },
    GIVEN_UP: { description: 'It was tried for two days in vain.' },
  },
});

export const FeeDecisionReasonEnum = {
  REJECTED: 'REJECTED',
  PAID_AFTER_THE_END: 'PAID_AFTER_THE_END',
  PAID_TWICE: 'PAID_TWICE',
  WITHDRAWN: 'WITHDRAWN',
} as const;
registerEnumType(FeeDecisionReasonEnum, {
  name: 'FeeDecisionReason',
  description: 'Why it has to be decided what becomes of a fee that was paid.',
  valuesConfig: {
    REJECTED: { description: 'The application was rejected.' },
    PAID_AFTER_THE_END: { description: 'It was paid when the procedure was over.' },
    PAID_TWICE: { description: 'It was paid twice.' },
    WITHDRAWN: { description: 'The citizen withdrew.' },
  },
});

export const ClerkActionEnum = Object.fromEntries(clerkActions.map((action) => [action, action]));
registerEnumType(ClerkActionEnum, {
  name: 'ClerkAction',
  description: 'What a clerk can do with a procedure.',
  valuesConfig: {
    DECIDE: { description: '`decideProcedure`' },
    REVIEW: { description: '`reviewDecision`' },
    REDELIVER: { description: '`redeliverProcedure`' },
  },
});

export const ClerkDecisionEnum = { APPROVE: 'APPROVE', REJECT: 'REJECT' } as const;
registerEnumType(ClerkDecisionEnum, {
  name: 'ClerkDecision',
  description: 'How a clerk decides.',
  valuesConfig: { APPROVE: { description: 'Grant it.' }, REJECT: { description: 'Reject it, with reasons.' } },
});

export const ReviewVerdictEnum = { CONFIRM: 'CONFIRM', REVOKE: 'REVOKE' } as const;
registerEnumType(ReviewVerdictEnum, {
  name: 'ReviewVerdict',
  description: 'What a clerk thinks of an automatic decision.',
  valuesConfig: {
    CONFIRM: { description: 'It stays.' },
    REVOKE: { description: 'It should be taken back; that takes two clerks.' },
  },
});

export const ReviewResultEnum = { CONFIRMED: 'CONFIRMED', REVOKED: 'REVOKED' } as const;
registerEnumType(ReviewResultEnum, {
  name: 'ReviewResult',
  description: 'How a review ended.',
  valuesConfig: { CONFIRMED: { description: 'The decision stays.' }, REVOKED: { description: 'It was taken back.' } },
});

export const QueueOrderEnum = { SUBMITTED_AT_ASC: 'SUBMITTED_AT_ASC', SUBMITTED_AT_DESC: 'SUBMITTED_AT_DESC' } as const;
registerEnumType(QueueOrderEnum, {
  name: 'AuthorityProcedureOrder',
  description: "Order of an authority's procedures.",
  valuesConfig: {
    SUBMITTED_AT_ASC: { description: 'The oldest first.' },
    SUBMITTED_AT_DESC: { description: 'The newest first.' },
  },
});

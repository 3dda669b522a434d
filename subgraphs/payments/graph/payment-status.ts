import { registerEnumType } from 'type-graphql';
import { failureReasons, paymentStatuses } from '../domain/payment-status.ts';

export const PaymentStatusEnum = Object.fromEntries(paymentStatuses.map((status) => [status, status]));
registerEnumType(PaymentStatusEnum, {
  name: 'PaymentStatus',
  description: 'Where a payment stands.',
  valuesConfig: {
    CREATED: { description: 'The authority asked for it; nothing happened yet.' },
    STARTED: { description: 'The citizen is choosing how to pay.' },
    SUBMITTED: { description: 'The citizen gave the details; the provider is working on it.' },
    CAPTURABLE: { description: 'The money is reserved, but not taken yet.' },
    SUCCESS: { description: 'It is paid.' },
    FAILED: { description: 'It came to nothing; `failureReason` says why. No money was taken.' },
    CANCELLED: { description: 'The authority called it off.' },
    ERROR: { description: 'Something broke at the provider; the authority looks into it.' },
  },
});

export const FailureReasonEnum = Object.fromEntries(failureReasons.map((reason) => [reason, reason]));
registerEnumType(FailureReasonEnum, {
  name: 'PaymentFailureReason',
  description: 'Why a payment came to nothing.',
  valuesConfig: {
    DECLINED: { description: 'The bank or the card issuer declined it.' },
    EXPIRED: { description: 'It took too long.' },
    CANCELLED_BY_CITIZEN: { description: 'The citizen called it off.' },
  },
});

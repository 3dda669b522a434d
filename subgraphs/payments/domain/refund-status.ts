/** Where a refund stands (after GOV.UK Pay). The last two are final. */
export const refundStatuses = ['SUBMITTED', 'SUCCESS', 'ERROR'] as const;
export type RefundStatus = (typeof refundStatuses)[number];

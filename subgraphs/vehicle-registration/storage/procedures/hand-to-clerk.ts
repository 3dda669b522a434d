import type { Work } from '../parts.ts';
import { changeState } from './change-state.ts';
import { lockProcedure } from './procedure-rows.ts';

/**
 * The authority has a submitted procedure, and a clerk decides it. A second time changes nothing.
 * @param reason why an automatic one needs a person all the same: a code for the history
 */
export async function handToClerk(work: Work, procedureId: string, now: Date, reason?: string): Promise<void> {
  const procedure = await lockProcedure(work, procedureId);
  await changeState(work, procedure, {
    event: 'HAND_TO_CLERK',
    actor: 'AUTHORITY',
    now,
    ...(reason ? { note: reason } : {}),
    set: { route: 'CLERK' },
  });
}

import { eventTables } from '../../../kit/events/event-tables.ts';

/** Events that come from payments are noted, so that each has its effect once. */
export const up = eventTables;

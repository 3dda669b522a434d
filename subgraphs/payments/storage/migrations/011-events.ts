export { eventTables as up } from '../../../kit/events/event-tables.ts';

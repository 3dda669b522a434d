/** Until when a plate is held for a procedure that uses it: until the procedure is over, which frees it or puts it on the vehicle. */
export const heldForProcedure = new Date('9999-12-31T00:00:00Z');

/** Seconds that the gateway may keep what the directory says: it changes with an import, and an import's operator can have it forgotten at once. */
export const AN_HOUR = 3_600;

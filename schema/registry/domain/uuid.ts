/** Whether PostgreSQL could read this as an id: one that was made up is refused before. */
export function isUuid(text: string): boolean {
  return /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text);
}

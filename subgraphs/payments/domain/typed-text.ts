/** Whether a text that somebody typed can be kept: so long at most, not empty, and without what PostgreSQL cannot store. */
export function isText(text: string, longest: number): boolean {
  return text.trim().length > 0 && text.length <= longest && !text.includes('\0');
}

/** Whether a text can be an idempotency key. */
export const isKey = (key: string) => key.length >= 1 && key.length <= 128 && !key.includes('\0');

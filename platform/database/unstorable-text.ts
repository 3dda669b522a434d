/** Whether PostgreSQL refused a text because of U+0000, which it has no way to hold (22021 in text, 22P05 in JSON). */
export function isUnstorableText(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === '22021' || error.code === '22P05');
}

/** What whoever sent it is told. */
export const unstorableText =
  'A text contains the character U+0000, which can neither be stored nor be searched for. Send it without.';

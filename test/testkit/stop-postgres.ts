/** Jest's global tear-down. */
export default async function stopPostgres(): Promise<void> {
  await globalThis.stopTestPostgres?.();
}

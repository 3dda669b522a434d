/** Jest's global tear-down. @throws when tests left processes running */
export default async function endRun(): Promise<void> {
  await globalThis.endTestRun?.();
}

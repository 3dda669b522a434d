/** How much the differential test does: `ENGINE_OPERATIONS` operations in all, drawn from `ENGINE_SEED`. */
export const settings = {
  operations: wholeNumber('ENGINE_OPERATIONS', 2_000),
  seed: wholeNumber('ENGINE_SEED', 20_260_301),
};

function wholeNumber(name: string, otherwise: number): number {
  const text = process.env[name] ?? String(otherwise);
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new Error(`${name} must be a whole number, but is "${text}"`);
  return value;
}

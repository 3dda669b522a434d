/**
 * Threat: names, tokens, codes or connection strings end up in a log that many people and machines read.
 * Rule: these keys are never written, however deep they lie in a logged object; request and response bodies are not logged at all.
 */
const secretKeys = new Set([
  'authorization',
  'cookie',
  'set-cookie',
  'x-amtgraph-caller',
  'x-api-key',
  'token',
  'access_token',
  'id_token',
  'refresh_token',
  'password',
  'secret',
  'code',
  'codes',
  'code_verifier',
  'apiKey',
  'sealCodeFront',
  'sealCodeRear',
  'certificateOneCode',
  'certificateTwoCode',
  'inputs',
  'iban',
  'holder',
  'accountHolder',
  'payUrl',
  'feeDemand',
  'vin',
  'plate',
  'name',
  'givenNames',
  'familyName',
  'mail',
  'phone',
  'sub',
  'variables',
  'parameters',
  'connectionString',
]);

const censor = '[redacted]';
const deepest = 6;

/** A copy of a logged object without what belongs to nobody's log. Errors stay: the logger has its own way to write them. */
export function redact(object: Record<string, unknown>): Record<string, unknown> {
  return copy(object, 0);
}

function copy(object: object, depth: number): Record<string, unknown> {
  const shown: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(object)) {
    shown[key] = secretKeys.has(key) && value !== undefined ? censor : shownValue(value, depth + 1);
  }
  return shown;
}

function shownValue(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null || value instanceof Error || value instanceof Date) return value;
  if (depth > deepest) return '[…]';
  if (Array.isArray(value)) return value.map((item) => shownValue(item, depth + 1));
  if ('toJSON' in value && typeof value.toJSON === 'function') return shownValue(value.toJSON(), depth + 1);
  return copy(value, depth);
}

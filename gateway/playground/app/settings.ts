import type { PlaygroundOperation, PlaygroundSettings } from '../settings.ts';

/**
 * Fetches the settings that the gateway gives this page.
 *
 * @throws when the gateway cannot be reached or the answer has not the expected shape
 */
export async function fetchSettings(): Promise<PlaygroundSettings> {
  const response = await fetch('/playground.json', { credentials: 'omit' });
  if (!response.ok) throw new Error(`/playground.json must be answered with 200, but got: ${response.status}`);
  const settings: unknown = await response.json();
  if (!isSettings(settings)) throw new Error('/playground.json does not have the expected shape.');
  return settings;
}

function isSettings(value: unknown): value is PlaygroundSettings {
  return (
    isRecord(value) &&
    isOwnPath(value['endpoint']) &&
    (value['issuer'] === undefined || typeof value['issuer'] === 'string') &&
    typeof value['clientId'] === 'string' &&
    Array.isArray(value['scopes']) &&
    value['scopes'].every((scope) => typeof scope === 'string') &&
    Array.isArray(value['operations']) &&
    value['operations'].every(isOperation)
  );
}

function isOperation(value: unknown): value is PlaygroundOperation {
  return isRecord(value) && typeof value['name'] === 'string' && typeof value['document'] === 'string';
}

/** The token goes to this address, so it must be a path of this origin; `//host` would be another one. */
function isOwnPath(value: unknown): boolean {
  return typeof value === 'string' && /^\/(?!\/)/.test(value);
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

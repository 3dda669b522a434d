import type { SpecimenOptions } from './specimen-server.ts';

/**
 * What a specimen system reads from its environment: PORT (0 takes any), API_KEY, DATA_FILE (optional).
 * @throws with what was expected
 */
export function readSpecimenConfig(environment: NodeJS.ProcessEnv = process.env): SpecimenOptions {
  const { PORT = '0', API_KEY, DATA_FILE } = environment;
  const port = Number(PORT);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error('PORT: expected a port between 0 and 65535.');
  if (!API_KEY) throw new Error('API_KEY: expected the key that callers send, but it is not set.');
  return { port, apiKey: API_KEY, dataFile: DATA_FILE === '' ? undefined : DATA_FILE };
}

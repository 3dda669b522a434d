import { StartError } from '../run-process.ts';

interface Answer {
  data?: Record<string, unknown> | null;
  errors?: { message: string }[];
}

/**
 * Asks the registry's administration over HTTP.
 * @throws StartError with what it says
 */
export async function askRegistry(
  url: string,
  token: string,
  query: string,
  variables: Record<string, unknown>,
): Promise<Record<string, unknown>> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await response.json()) as Answer;
  if (errors || !data)
    throw new StartError(`The registry: ${errors?.map(({ message }) => message).join(' ') ?? 'no answer'}`);
  return data;
}

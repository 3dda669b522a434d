import { CommandError, exitCodes } from './exit-codes.ts';

/** The registry's administration API, as the commands use it. */
export interface RegistryClient {
  /** URL of the registry. */
  url: string;
  /** @throws CommandError */
  ask<Data>(query: string, variables?: Record<string, unknown>): Promise<Data>;
}

interface Answer<Data> {
  data?: Data | null;
  errors?: { message: string; extensions?: { code?: string } }[];
}

const patienceMs = 60_000;

const codeFor: Record<string, number> = {
  UNAUTHENTICATED: exitCodes.notAllowed,
  FORBIDDEN: exitCodes.notAllowed,
  CHECKS_FAILED: exitCodes.refused,
};

/** @param token sent as a bearer; it never appears in a message */
export function connectRegistry(url: string, token: string): RegistryClient {
  async function send(query: string, variables: Record<string, unknown>): Promise<Response> {
    try {
      return await fetch(`${url.replace(/\/$/, '')}/graphql`, {
        method: 'POST',
        redirect: 'error',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify({ query, variables }),
        signal: AbortSignal.timeout(patienceMs),
      });
    } catch {
      throw new CommandError(
        `The registry does not answer at ${url}. Is it running (npm start), or is AMTGRAPH_REGISTRY another one?`,
        exitCodes.unreachable,
      );
    }
  }

  return {
    url,
    async ask<Data>(query: string, variables: Record<string, unknown> = {}) {
      const response = await send(query, variables);
      const answer = (await response.json().catch(() => ({}))) as Answer<Data>;
      const [error] = answer.errors ?? [];
      if (error) throw new CommandError(error.message, codeFor[error.extensions?.code ?? ''] ?? exitCodes.usage);
      if (!answer.data)
        throw new CommandError(
          `${url} is no registry of Amtgraph: it answered ${response.status}.`,
          exitCodes.unreachable,
        );
      return answer.data;
    },
  };
}

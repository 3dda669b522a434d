import { Pool } from 'undici';

const HEADERS = ['content-type', 'application/json', 'accept', 'application/json'];

/** Asks one subgraph one fixed query: the text of the request is made once, only the variables are written anew. */
export type Ask<Variables, Data> = (variables: Variables) => Promise<Data>;

/** Makes the questions of a backend-for-frontend from the addresses of its subgraphs. */
export class Subgraphs {
  private readonly urls: Record<string, string>;
  private readonly pools = new Map<string, Pool>();

  constructor(urls: Record<string, string>) {
    this.urls = urls;
  }

  question<Variables, Data>(subgraph: string, query: string): Ask<Variables, Data> {
    const { origin, pathname: path } = new URL(this.urls[subgraph] ?? '');
    const pool = this.pools.get(origin) ?? new Pool(origin, { connections: 64 });
    this.pools.set(origin, pool);
    const prefix = `{"query":${JSON.stringify(query)},"variables":`;
    return async (variables) => {
      const body = `${prefix}${JSON.stringify(variables)}}`;
      const response = await pool.request({ path, method: 'POST', headers: HEADERS, body });
      const answer: { data?: Data; errors?: unknown } = JSON.parse(await response.body.text());
      if (!answer.data || answer.errors) throw new Error(`${subgraph}: ${JSON.stringify(answer.errors)}`);
      return answer.data;
    };
  }
}

/** The representations by which an entity is asked for, each once. */
export function representations(
  typename: string,
  key: string,
  ids: Iterable<string>,
): { __typename: string; [key: string]: string }[] {
  return [...new Set(ids)].map((id) => ({ __typename: typename, [key]: id }));
}

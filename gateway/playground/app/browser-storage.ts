import { createLocalStorage } from '@graphiql/toolkit';
import type { Storage } from '@graphiql/toolkit';
import { isRecord } from './settings.ts';

/**
 * Where GraphiQL keeps tabs, history and theme.
 *
 * Threat: GraphiQL's history keeps request headers beside each query, so a token typed into the headers editor would
 * stay in localStorage after the person has gone.
 * Rule: what is stored never has headers.
 */
export function browserStorage(): Storage {
  const storage = createLocalStorage({ namespace: 'amtgraph' });
  return { ...storage, setItem: (key, value) => storage.setItem(key, withoutHeaders(key, value)) };
}

const HISTORY_KEY = /:(queries|favorites)$/;

function withoutHeaders(key: string, value: string): string {
  if (!HISTORY_KEY.test(key)) return value;
  return JSON.stringify(JSON.parse(value), (_key, item: unknown) =>
    isRecord(item) && 'headers' in item ? { ...item, headers: undefined } : item,
  );
}

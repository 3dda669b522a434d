import { v5 } from 'uuid';

const namespace = '5d0f6c1e-6f0a-5b7e-9d0a-3f1f6f7f2a10';

/**
 * A UUID (version 5) that is the same wherever it is computed: for public things that several subgraphs name without asking each other
 * (authorities, services), and for specimen data. Never for anything of a real person: those ids are random (UUIDv7).
 */
export function stableId(kind: string, key: string): string {
  return v5(`${kind}:${key}`, namespace);
}

/** Entity id of the authority of an area, by its AGS (2, 5 or 8 digits) or, for federal ones, its short name. */
export const authorityId = (code: string) => stableId('authority', code);

/** Entity id of a service of the directory, by its LeiKa key or, where the catalogue has none, its local key. */
export const serviceId = (key: string) => stableId('service', key);

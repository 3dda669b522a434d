import { z } from 'zod';
import { upsert, type WriteCounts } from '../storage/upsert.ts';
import { districtName, municipalityName } from './authority-names.ts';
import { areaRow, type AuthorityRow } from './authority-row.ts';
import { defineCatalogue } from './catalogue.ts';
import type { Outcome } from './catalogue-record.ts';
import { readNdjson } from './read-ndjson.ts';

const text = z.string({ error: 'a text' }).trim().min(1, 'a text that is not empty');

const districtSchema = z.object(
  {
    name: text,
    schlüssel: z.object({ nummer: z.string().regex(/^\d{5}$/, '5 digits') }, 'an object with `nummer`'),
    sitz: z.string().trim().optional(),
    typ: z.object({ name: text }, 'an object with `name`'),
  },
  'a JSON object',
);
type DistrictRecord = z.output<typeof districtSchema>;

const districtFree = new Set(['kreisfreie-stadt', 'stadtkreis']);

function createReader(): (record: DistrictRecord) => Outcome<AuthorityRow> {
  const seen = new Set<string>();
  return ({ name, sitz, typ, schlüssel: { nummer } }) => {
    if (seen.has(nummer)) return { problem: { expected: 'each number once', got: `${nummer} again (${name})` } };
    seen.add(nummer);
    const seat = sitz || null;
    if (!districtFree.has(typ.name)) return { row: areaRow(nummer, districtName(name, typ.name), seat) };
    // One authority for the city and its district, under the key of the city.
    return { row: { ...areaRow(`${nummer}000`, municipalityName(name), seat), district_of_city: nummer } };
  };
}

const sum = (a: WriteCounts, b: WriteCounts): WriteCounts => ({
  inserted: a.inserted + b.inserted,
  updated: a.updated + b.updated,
  unchanged: a.unchanged + b.unchanged,
});

/** Districts, and the cities that belong to none (Kreise). */
export const districts = defineCatalogue<DistrictRecord, AuthorityRow>({
  name: 'districts',
  description:
    'a file with one JSON object a line, each a district with name, schlüssel.nummer (5 digits) and typ.name',
  records: (lines) => readNdjson(lines, districtSchema),
  createReader,
  async write(db, rows) {
    // The file of municipalities knows more about cities: what it brought stays.
    const [cities, others] = [rows.filter((row) => row.district_of_city), rows.filter((row) => !row.district_of_city)];
    const update = ['level', 'source', 'official_name', 'city'] as const;
    return sum(
      await upsert(db, 'authority', cities, { update: [] }),
      await upsert(db, 'authority', others, { update }),
    );
  },
});

const stateSchema = z.object(
  {
    name: text,
    schlüssel: z.object({ nummer: z.string().regex(/^\d{2}$/, '2 digits') }, 'an object with `nummer`'),
    sitz: z.string().trim().optional(),
  },
  'a JSON object',
);

/** States (Länder). */
export const states = defineCatalogue<z.output<typeof stateSchema>, AuthorityRow>({
  name: 'states',
  description: 'a file with one JSON object a line, each a state with name and schlüssel.nummer (2 digits)',
  records: (lines) => readNdjson(lines, stateSchema),
  createReader() {
    const seen = new Set<string>();
    return ({ name, sitz, schlüssel: { nummer } }) => {
      if (seen.has(nummer)) return { problem: { expected: 'each number once', got: `${nummer} again (${name})` } };
      seen.add(nummer);
      return { row: areaRow(nummer, name, sitz || null) };
    };
  },
  write: (db, rows) => upsert(db, 'authority', rows, { update: ['level', 'source', 'official_name', 'city'] }),
});

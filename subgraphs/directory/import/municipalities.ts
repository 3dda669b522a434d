import { upsert, type Connection } from '../storage/upsert.ts';
import { districtName, municipalityName } from './authority-names.ts';
import { areaRow, type AuthorityRow } from './authority-row.ts';
import { defineCatalogue } from './catalogue.ts';
import { show, type Outcome } from './catalogue-record.ts';
import { readCsv, type CsvRecord } from './read-csv.ts';

const columns = ['ags', 'name', 'typ', 'kreis', 'land', 'behoerde', 'strasse', 'plz_ort'] as const;
type MunicipalityRecord = CsvRecord<(typeof columns)[number]>;

const districtFree = new Set(['Kreisfreie Stadt', 'Stadtkreis', 'Stadtstaat']);

interface MunicipalityRow {
  authority: AuthorityRow & { office: string | null; street: string | null; postal_code: string | null };
  /** The areas above it, by the names that the file gives them. */
  above: AuthorityRow[];
}

function createReader(): (record: MunicipalityRecord) => Outcome<MunicipalityRow> {
  const seen = new Set<string>();
  return (record) => {
    const { ags, name, plz_ort: place } = record;
    if (!/^\d{8}$/.test(ags)) return { problem: { expected: 'an AGS of 8 digits', got: show(ags) } };
    if (name === '') return { problem: { expected: 'a name', got: 'none' } };
    if (seen.has(ags)) return { problem: { expected: 'each AGS once', got: `${ags} again (${show(name)})` } };
    const address = /^(\d{5}) (.+)$/.exec(place);
    if (!address && place !== '')
      return { problem: { expected: 'a postal code of 5 digits and a town', got: show(place) } };
    seen.add(ags);
    return { row: toRow(record, address?.[1] ?? null, address?.[2] ?? null) };
  };
}

function toRow(record: MunicipalityRecord, postalCode: string | null, city: string | null): MunicipalityRow {
  const { ags, typ, behoerde, strasse } = record;
  const name = municipalityName(record.name, typ);
  const isDistrictFree = districtFree.has(typ);
  // Small municipalities are administered by others: then the address is theirs, and says so.
  const office = behoerde === '' || municipalityName(behoerde) === name ? null : behoerde;
  const state = areaRow(ags.slice(0, 2), record.land, null);
  const district = areaRow(ags.slice(0, 5), districtName(record.kreis, 'landkreis'), null);
  return {
    authority: {
      ...areaRow(ags, name, city),
      district_of_city: isDistrictFree ? ags.slice(0, 5) : null,
      office,
      street: strasse || null,
      postal_code: postalCode,
    },
    above: [record.land === '' ? [] : [state], isDistrictFree || record.kreis === '' ? [] : [district]].flat(),
  };
}

/** Districts and states that the directory does not have yet: so that every municipality has its parents, whichever file comes first. */
async function writeAbove(db: Connection, rows: readonly MunicipalityRow[]): Promise<number> {
  const above = new Map(rows.flatMap((row) => row.above).map((area) => [area.ags, area]));
  return (await upsert(db, 'authority', [...above.values()], { update: [] })).inserted;
}

/** Municipalities with the addresses of their town halls (Gemeindeverzeichnis). */
export const municipalities = defineCatalogue<MunicipalityRecord, MunicipalityRow>({
  name: 'municipalities',
  description: `a CSV file of municipalities with the columns ${columns.join(', ')}`,
  addedWhat: 'districts and states added by their name alone',
  records: (lines) => readCsv(lines, columns),
  createReader,
  async write(db, rows) {
    const added = await writeAbove(db, rows);
    const authorities = rows.map(({ authority }) => authority);
    const written = await upsert(db, 'authority', authorities, {
      update: ['district_of_city', 'level', 'source', 'official_name', 'office', 'street', 'postal_code', 'city'],
    });
    return { ...written, added };
  },
});

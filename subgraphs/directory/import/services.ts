import { serviceId } from '../../kit/data/stable-id.ts';
import { createKeyAllocator, isLeikaKey } from '../domain/service-key.ts';
import { readServiceTypes } from '../domain/service-types.ts';
import { upsert } from '../storage/upsert.ts';
import { defineCatalogue } from './catalogue.ts';
import { show, type Outcome } from './catalogue-record.ts';
import { readCsv, type CsvRecord } from './read-csv.ts';

const columns = ['leika_key', 'leika_type', 'name', 'ozg_id', 'ozg_service', 'lage', 'themenfeld'] as const;
type ServiceRecord = CsvRecord<(typeof columns)[number]>;

const longestName = 1_000;
const noKey = 'nicht im LeiKa';

interface ServiceRow {
  id: string;
  leika_key: string | null;
  source: 'import';
  catalogue_name: string;
  types: number[];
  ozg_id: string | null;
  ozg_bundle: string | null;
  life_situation: string | null;
  field: string | null;
}

function createReader(): (record: ServiceRecord) => Outcome<ServiceRow> {
  const keyFor = createKeyAllocator();
  return (record) => {
    const { leika_key: leikaKey, name, ozg_id: ozgId } = record;
    if (name === '' || name.length > longestName)
      return { problem: { expected: `a name of 1 to ${longestName} characters`, got: show(name) } };
    const key = keyFor({ leikaKey, ozgId, name });
    if (key === null) return { repeats: `says the same as a line before: ${show(name)}` };
    const { types, unknown } = readServiceTypes(record.leika_type);
    const row: ServiceRow = {
      id: serviceId(key),
      leika_key: isLeikaKey(leikaKey) ? leikaKey : null,
      source: 'import',
      catalogue_name: name,
      types,
      ozg_id: ozgId || null,
      ozg_bundle: record.ozg_service || null,
      life_situation: record.lage || null,
      field: record.themenfeld || null,
    };
    const remark = remarkOn(leikaKey, unknown);
    return remark ? { row, remark } : { row };
  };
}

function remarkOn(leikaKey: string, unknownTypes: readonly string[]): string | undefined {
  const remarks: string[] = [];
  if (!isLeikaKey(leikaKey) && leikaKey !== noKey && leikaKey !== '')
    remarks.push(`taken without LeiKa key: expected 14 digits that begin with 99, got ${show(leikaKey)}`);
  if (unknownTypes.length > 0)
    remarks.push(`taken without this type: expected 1 to 5, got ${unknownTypes.map(show).join(', ')}`);
  return remarks.length > 0 ? remarks.join('; ') : undefined;
}

/** Services with their LeiKa keys and OZG bundles (OZG-Datenbank). */
export const services = defineCatalogue<ServiceRecord, ServiceRow>({
  name: 'services',
  description: `a CSV file of services with the columns ${columns.join(', ')}`,
  records: (lines) => readCsv(lines, columns),
  createReader,
  write: (db, rows) =>
    upsert(db, 'service', rows, {
      update: ['leika_key', 'source', 'catalogue_name', 'types', 'ozg_id', 'ozg_bundle', 'life_situation', 'field'],
    }),
});

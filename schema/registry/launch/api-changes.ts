import { apiDiff } from '../checks/breaking/api-diff.ts';

export interface ApiChange {
  code: string;
  criticality: 'BREAKING' | 'DANGEROUS' | 'NON_BREAKING';
  message: string;
  coordinate: string | null;
}

const order = ['BREAKING', 'DANGEROUS', 'NON_BREAKING'];

/** What changed for clients between two API schemas, what breaks them first. What is new is one change, whatever it consists of. */
export async function apiChanges(before: string, after: string): Promise<ApiChange[]> {
  const changes = (await apiDiff(before, after)).changes.map(({ type, criticality, message, path }): ApiChange => ({
    code: type,
    criticality: criticality.level,
    message,
    coordinate: path ?? null,
  }));
  const added = new Set(
    changes.flatMap(({ code, coordinate }) => (isAddition(code) && coordinate ? [coordinate] : [])),
  );
  return changes
    .filter((change) => change.criticality !== 'NON_BREAKING' || !isSaidAlready(change, added))
    .toSorted((a, b) => order.indexOf(a.criticality) - order.indexOf(b.criticality));
}

/** Whether a change is one of words only. */
export const isWording = ({ code }: Pick<ApiChange, 'code'>): boolean => code.includes('_DESCRIPTION_');

const isAddition = (code: string) => /^(TYPE|FIELD|FIELD_ARGUMENT|INPUT_FIELD|ENUM_VALUE|DIRECTIVE)_ADDED$/.test(code);

/** A directive of the schema that clients see shows as what it means, a deprecation, too. */
function isSaidAlready({ code, coordinate }: ApiChange, added: ReadonlySet<string>): boolean {
  if (code.startsWith('DIRECTIVE_USAGE_')) return true;
  const path = coordinate?.split('.') ?? [];
  const holders = path.slice(0, -1).map((_, index) => path.slice(0, index + 1).join('.'));
  if (holders.some((holder) => added.has(holder))) return true;
  return coordinate !== null && added.has(coordinate) && !isAddition(code);
}

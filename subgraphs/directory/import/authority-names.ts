/** How the directories of municipalities abbreviate what a place may call itself. */
const epithets = new Map([
  ['St', 'Stadt'],
  ['GKSt', 'Große Kreisstadt'],
  ['Krst.', 'Kreisstadt'],
  ['M', 'Markt'],
]);

const knownEpithets = new Set([
  ...epithets.values(),
  'Landeshauptstadt',
  'Hansestadt',
  'Freie und Hansestadt',
  'Universitätsstadt',
  'Wissenschaftsstadt',
  'Flecken',
  'Marktflecken',
  'Bergstadt',
  'Lutherstadt',
]);

const byKind = new Map([
  ['Kreisangehörige Gemeinde', 'Gemeinde'],
  ['Stadt', 'Stadt'],
  ['Kreisfreie Stadt', 'Stadt'],
  ['Stadtkreis', 'Stadt'],
  ['Große Kreisstadt', 'Stadt'],
  ['Große kreisangehörige Stadt', 'Stadt'],
  ['Markt', 'Markt'],
]);

/** `Leipzig, Stadt` → `Stadt Leipzig`; what follows the comma is left where it stands unless it is known to be an epithet. */
export function municipalityName(name: string, kind = ''): string {
  const comma = name.lastIndexOf(', ');
  if (comma < 0) {
    const prefix = byKind.get(kind);
    return prefix && !name.startsWith(prefix) ? `${prefix} ${name}` : name;
  }
  const [base, suffix] = [name.slice(0, comma), name.slice(comma + 2)];
  const epithet = epithets.get(suffix) ?? suffix;
  return knownEpithets.has(epithet) ? `${epithet} ${base}` : name;
}

/** `Osterholz` → `Landkreis Osterholz`; `Rhein-Sieg-Kreis` and `Region Hannover` stay. */
export function districtName(name: string, kind: string): string {
  if (/kreis|region|verband/i.test(name)) return name;
  return `${kind === 'kreis' ? 'Kreis' : 'Landkreis'} ${name}`;
}

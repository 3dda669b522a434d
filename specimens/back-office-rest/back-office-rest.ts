import { openJournal } from '../kit/journal.ts';
import {
  json,
  jsonObject,
  startSpecimen,
  type RunningSpecimen,
  type SpecimenAnswer,
  type SpecimenOptions,
} from '../kit/specimen-server.ts';

type Body = Record<string, unknown>;

/** Something that happened to a file: it was opened, or it was closed with a decision. */
interface Entry {
  ereignis: 'angelegt' | 'abgeschlossen';
  id: string;
  inhalt: Body;
}

interface File {
  id: string;
  aktenzeichen: string;
  antrag: Body;
  abschluss: Body | null;
}

const isText = (value: unknown): value is string =>
  typeof value === 'string' && value.length > 0 && value.length <= 2_000;
const isIn = (value: unknown, list: readonly unknown[]) => list.includes(value);

/**
 * A stand-in for the back office of towns whose software speaks JSON.
 *
 * `PUT /vorgaenge/{id}` opens a file, once: the same again answers the same, another one under the same id 409.
 * `GET /vorgaenge/{id}`; `PUT /vorgaenge/{id}/abschluss` closes it; `GET /vorgaenge` lists all in the order of their arrival.
 */
export function startRestBackOffice(options: SpecimenOptions): Promise<RunningSpecimen> {
  const journal = openJournal<Entry>(options.dataFile);
  const files = new Map<string, File>();
  for (const entry of journal.entries) apply(entry);

  function apply({ ereignis, id, inhalt }: Entry): File {
    const file = files.get(id) ?? { id, aktenzeichen: numberOf(files.size + 1), antrag: inhalt, abschluss: null };
    files.set(id, ereignis === 'abgeschlossen' ? { ...file, abschluss: inhalt } : file);
    return file;
  }

  function open(id: string, antrag: Body): SpecimenAnswer {
    const problem = problemOf(antrag);
    if (problem) return json(422, { fehler: 'ANTRAG_UNVOLLSTAENDIG', feld: problem });
    const earlier = files.get(id);
    if (earlier && !isSame(earlier.antrag, antrag)) return json(409, { fehler: 'ANDERER_ANTRAG' });
    if (earlier) return json(200, { aktenzeichen: earlier.aktenzeichen });
    const entry: Entry = { ereignis: 'angelegt', id, inhalt: antrag };
    journal.append(entry);
    return json(201, { aktenzeichen: apply(entry).aktenzeichen }, true);
  }

  function close(id: string, abschluss: Body): SpecimenAnswer {
    const file = files.get(id);
    if (!file) return json(404, { fehler: 'NICHT_GEFUNDEN' });
    if (!isIn(abschluss['entscheidung'], endings) || !isText(abschluss['entschiedenAm']))
      return json(422, { fehler: 'ABSCHLUSS_UNVOLLSTAENDIG' });
    if (file.abschluss && isSame(file.abschluss, abschluss)) return json(200, {});
    // What was granted may be revoked; every other end is final.
    const isRevocation =
      file.abschluss?.['entscheidung'] === 'stattgegeben' && abschluss['entscheidung'] === 'aufgehoben';
    if (file.abschluss && !isRevocation) return json(409, { fehler: 'ANDERS_ABGESCHLOSSEN' });
    const entry: Entry = { ereignis: 'abgeschlossen', id, inhalt: abschluss };
    journal.append(entry);
    apply(entry);
    return json(201, {}, true);
  }

  return startSpecimen(options, ({ method, path, body }) => {
    const [, id, part] = /^\/vorgaenge\/([\w-]{1,64})(\/abschluss)?$/.exec(path) ?? [];
    if (method === 'GET' && path === '/vorgaenge') return json(200, { vorgaenge: [...files.values()] });
    if (id === undefined) return json(404, { fehler: 'NICHT_GEFUNDEN' });
    if (method === 'GET') {
      const file = files.get(id);
      return file ? json(200, file) : json(404, { fehler: 'NICHT_GEFUNDEN' });
    }
    const given = jsonObject(body);
    if (method !== 'PUT' || !given) return json(400, { fehler: 'FORMAT' });
    return part ? close(id, given) : open(id, given);
  });
}

const endings = ['stattgegeben', 'abgelehnt', 'zurueckgenommen', 'aufgehoben'];
const numberOf = (count: number) => `KFZ-${String(count).padStart(6, '0')}`;
const isSame = (one: Body, other: Body) => JSON.stringify(one) === JSON.stringify(other);

/** The first field of an application that is missing or malformed; null where there is none. */
function problemOf({ vorgangsart, behoerde, eingegangenAm, fahrzeug, angaben }: Body): string | null {
  if (!isText(vorgangsart)) return 'vorgangsart';
  if (typeof behoerde !== 'string' || !/^(\d{5}|\d{8})$/.test(behoerde)) return 'behoerde';
  if (!isText(eingegangenAm) || Number.isNaN(Date.parse(eingegangenAm))) return 'eingegangenAm';
  if (!hasVin(fahrzeug)) return 'fahrzeug.fin';
  return typeof angaben === 'object' && angaben !== null && Object.values(angaben).every(isText) ? null : 'angaben';
}

function hasVin(vehicle: unknown): boolean {
  return typeof vehicle === 'object' && vehicle !== null && 'fin' in vehicle && isText(vehicle.fin);
}

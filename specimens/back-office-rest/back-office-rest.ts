import { openFiles } from '../kit/files.ts';
import {
  json,
  jsonObject,
  startSpecimen,
  type RunningSpecimen,
  type SpecimenAnswer,
  type SpecimenOptions,
} from '../kit/specimen-server.ts';

type Body = Record<string, unknown>;

const isText = (value: unknown): value is string =>
  typeof value === 'string' && value.length > 0 && value.length <= 2_000;
const isIn = (value: unknown, list: readonly unknown[]) => list.includes(value);

/**
 * A stand-in for the back office of towns whose software speaks JSON.
 *
 * `PUT /vorgaenge/{id}` opens a file, once: the same again answers the same, another one under the same id 409.
 * `GET /vorgaenge/{id}`; `PUT /vorgaenge/{id}/abschluss` closes it; `GET /vorgaenge/{id}/unterlagen` tells the codes of what was printed for the
 * last decision; `GET /vorgaenge` lists all in the order of their arrival.
 */
export function startRestBackOffice(options: SpecimenOptions): Promise<RunningSpecimen> {
  const files = openFiles<Body>((count) => `KFZ-${String(count).padStart(6, '0')}`, options.dataFile);

  function open(id: string, antrag: Body): SpecimenAnswer {
    const problem = problemOf(antrag);
    if (problem) return json(422, { fehler: 'ANTRAG_UNVOLLSTAENDIG', feld: problem });
    const earlier = files.find(id);
    if (earlier && !isSame(earlier.antrag, antrag)) return json(409, { fehler: 'ANDERER_ANTRAG' });
    if (earlier) return json(200, { aktenzeichen: earlier.aktenzeichen });
    return json(201, { aktenzeichen: files.open(id, antrag).aktenzeichen }, true);
  }

  function close(id: string, abschluss: Body): SpecimenAnswer {
    const file = files.find(id);
    if (!file) return json(404, { fehler: 'NICHT_GEFUNDEN' });
    const decision = abschluss['entscheidung'];
    if (!isIn(decision, endings) || !isText(abschluss['entschiedenAm']))
      return json(422, { fehler: 'ABSCHLUSS_UNVOLLSTAENDIG' });
    if (file.abschluss && isSame(file.abschluss, abschluss)) return json(200, {});
    // What was granted may be revoked; every other end is final.
    const isRevocation = file.abschluss?.['entscheidung'] === 'stattgegeben' && decision === 'aufgehoben';
    if (file.abschluss && !isRevocation) return json(409, { fehler: 'ANDERS_ABGESCHLOSSEN' });
    files.close(id, abschluss, String(decision), String(file.antrag['vorgangsart']));
    return json(201, {}, true);
  }

  function look(id: string, part: string | undefined): SpecimenAnswer {
    const file = files.find(id);
    if (!file) return json(404, { fehler: 'NICHT_GEFUNDEN' });
    if (part === undefined) return json(200, file);
    if (part !== 'unterlagen') return json(400, { fehler: 'FORMAT' });
    return file.abschluss ? json(200, { unterlagen: file.unterlagen }) : json(409, { fehler: 'NICHT_ABGESCHLOSSEN' });
  }

  return startSpecimen(options, ({ method, path, body }) => {
    const [, id, part] = /^\/vorgaenge\/([\w-]{1,64})(?:\/(abschluss|unterlagen))?$/.exec(path) ?? [];
    if (method === 'GET' && path === '/vorgaenge') return json(200, { vorgaenge: files.all() });
    if (id === undefined) return json(404, { fehler: 'NICHT_GEFUNDEN' });
    if (method === 'GET') return look(id, part);
    const given = jsonObject(body);
    if (method !== 'PUT' || !given || part === 'unterlagen') return json(400, { fehler: 'FORMAT' });
    return part ? close(id, given) : open(id, given);
  });
}

const endings = ['stattgegeben', 'abgelehnt', 'zurueckgenommen', 'aufgehoben'];
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

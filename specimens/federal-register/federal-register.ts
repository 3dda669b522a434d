import { openJournal } from '../kit/journal.ts';
import {
  json,
  jsonObject,
  startSpecimen,
  type RunningSpecimen,
  type SpecimenAnswer,
  type SpecimenOptions,
} from '../kit/specimen-server.ts';
import { specimenCertificateTwoCode } from './certificate-two.ts';

/** A message of a registration authority that a vehicle changed. */
interface Notice {
  vorgang: string;
  fin: string;
  art: string;
  status: 'zugelassen' | 'ausserBetrieb';
  kennzeichen: string;
  behoerde: string;
  datum: string;
}

const noticeFields = ['fin', 'art', 'status', 'kennzeichen', 'behoerde', 'datum'] as const;

/** The manufacturer code that is given to nobody: every VIN with it is a specimen vehicle. */
const isSpecimen = (vin: unknown): vin is string => typeof vin === 'string' && /^WXX[A-HJ-NPR-Z0-9]{14}$/.test(vin);
const isScrapped = (vin: string) => vin.startsWith('WXXZZZ00Z99');

/**
 * A stand-in for the federal vehicle register. It knows every specimen vehicle; until an authority has told it of a change it has no plate
 * on record and takes the one it is asked about, then only that one.
 *
 * `POST /auskunft {fin, kennzeichen?, zb2?}`, `PUT /mitteilungen/{vorgang}` (once each), `GET /mitteilungen` (all, for operators).
 */
export function startFederalRegister(options: SpecimenOptions): Promise<RunningSpecimen> {
  const journal = openJournal<Notice>(options.dataFile);
  const notices = new Map(journal.entries.map((notice) => [notice.vorgang, notice]));
  const vehicles = new Map(journal.entries.map((notice) => [notice.fin, notice]));

  function ask({ fin, kennzeichen, zb2 }: Record<string, unknown>): SpecimenAnswer {
    if (!isSpecimen(fin)) return json(200, { ergebnis: 'keinTreffer' });
    if (isScrapped(fin)) return json(200, { ergebnis: 'verwertet' });
    const known = vehicles.get(fin);
    const isRight =
      (kennzeichen === undefined || known === undefined || known.kennzeichen === kennzeichen) &&
      (zb2 === undefined || zb2 === specimenCertificateTwoCode(fin));
    return json(200, isRight ? { ergebnis: 'treffer', fahrzeug: typeOf(fin) } : { ergebnis: 'keinTreffer' });
  }

  function take(id: string, body: Record<string, unknown>): SpecimenAnswer {
    if (noticeFields.some((field) => typeof body[field] !== 'string') || !isStatus(body['status']))
      return json(400, { fehler: 'FORMAT', erwartet: noticeFields });
    const notice = { vorgang: id, ...body } as Notice;
    const earlier = notices.get(id);
    if (earlier) {
      const isSame = noticeFields.every((field) => earlier[field] === notice[field]);
      return isSame ? json(200, { vorgang: id }) : json(409, { fehler: 'ABWEICHENDE_WIEDERHOLUNG' });
    }
    if (!isSpecimen(notice.fin)) return json(422, { fehler: 'FAHRZEUG_UNBEKANNT' });
    if (isScrapped(notice.fin)) return json(422, { fehler: 'FAHRZEUG_VERWERTET' });
    journal.append(notice);
    notices.set(id, notice);
    vehicles.set(notice.fin, notice);
    return json(201, { vorgang: id }, true);
  }

  return startSpecimen(options, ({ method, path, body }) => {
    const id = /^\/mitteilungen\/([\w-]{1,64})$/.exec(path)?.[1];
    const given = jsonObject(body);
    if (method === 'GET' && path === '/mitteilungen') return json(200, { mitteilungen: [...notices.values()] });
    if (method === 'POST' && path === '/auskunft') return given ? ask(given) : json(400, { fehler: 'FORMAT' });
    if (method === 'PUT' && id !== undefined) return given ? take(id, given) : json(400, { fehler: 'FORMAT' });
    return json(404, { fehler: 'NICHT_GEFUNDEN' });
  });
}

const types = [
  { marke: 'VOLKSWAGEN', handelsname: 'POLO', hsn: '0603', tsn: 'BPX' },
  { marke: 'OPEL', handelsname: 'ASTRA', hsn: '0035', tsn: 'AXW' },
  { marke: 'DACIA', handelsname: 'SPRING', hsn: '1727', tsn: 'ABC' },
] as const;

/** Always the same for a VIN. */
const typeOf = (vin: string) => types[vin.charCodeAt(16) % types.length];

const isStatus = (value: unknown) => value === 'zugelassen' || value === 'ausserBetrieb';

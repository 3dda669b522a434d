import {
  json,
  jsonObject,
  startSpecimen,
  type RunningSpecimen,
  type SpecimenAnswer,
  type SpecimenOptions,
} from '../kit/specimen-server.ts';

const monthsUntilItLapses = 6;
const isDay = (value: unknown): value is string =>
  typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value));

/**
 * A stand-in for the insurers' joint service. `POST /pruefung {evb, stichtag}`.
 *
 * A confirmation that begins with `MU` was issued a month before the day asked about, one with `LA` seven months before; others do not
 * exist.
 */
export function startInsurers(options: SpecimenOptions): Promise<RunningSpecimen> {
  return startSpecimen(options, ({ method, path, body }) => {
    if (method !== 'POST' || path !== '/pruefung') return json(404, { fehler: 'NICHT_GEFUNDEN' });
    const { evb, stichtag } = jsonObject(body) ?? {};
    if (typeof evb !== 'string' || !/^[A-Z0-9]{7}$/.test(evb) || !isDay(stichtag))
      return json(400, { fehler: 'FORMAT', erwartet: ['evb', 'stichtag'] });
    return check(evb, stichtag);
  });
}

function check(evb: string, day: string): SpecimenAnswer {
  if (evb.startsWith('MU'))
    return json(200, { status: 'gueltig', gueltigBis: monthsLater(day, monthsUntilItLapses - 1) });
  if (evb.startsWith('LA')) return json(200, { status: 'abgelaufen', abgelaufenAm: monthsLater(day, -1) });
  return json(200, { status: 'unbekannt' });
}

/** The same day of another month; its first 28 days only, so that every month has it. */
function monthsLater(day: string, months: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, Math.min(date.getUTCDate(), 28)))
    .toISOString()
    .slice(0, 10);
}

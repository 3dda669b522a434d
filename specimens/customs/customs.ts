import { openJournal } from '../kit/journal.ts';
import { json, jsonObject, startSpecimen, type RunningSpecimen, type SpecimenOptions } from '../kit/specimen-server.ts';

/** What is owed for a vehicle from now on, in cents. */
interface Arrears {
  fin: string;
  cent: number;
}

const isVin = (value: unknown) => typeof value === 'string' && /^[A-HJ-NPR-Z0-9]{17}$/.test(value);

/**
 * A stand-in for the customs administration, which collects the vehicle tax.
 * `POST /rueckstaende {fins}` answers whether anything is owed for any of them; `PUT /rueckstaende/{fin} {cent}` sets what is.
 */
export function startCustoms(options: SpecimenOptions): Promise<RunningSpecimen> {
  const journal = openJournal<Arrears>(options.dataFile);
  const owed = new Map(journal.entries.map(({ fin, cent }) => [fin, cent]));

  return startSpecimen(options, ({ method, path, body }) => {
    const given = jsonObject(body);
    const vin = /^\/rueckstaende\/([A-HJ-NPR-Z0-9]{17})$/.exec(path)?.[1];
    if (method === 'POST' && path === '/rueckstaende') {
      const vins: unknown = given?.['fins'];
      if (!Array.isArray(vins) || vins.length > 100 || !vins.every(isVin))
        return json(400, { fehler: 'FORMAT', erwartet: ['fins'] });
      return json(200, { rueckstand: vins.some((each) => (owed.get(String(each)) ?? 0) > 0) });
    }
    if (method === 'PUT' && vin !== undefined) {
      const cents = given?.['cent'];
      if (!Number.isInteger(cents) || Number(cents) < 0) return json(400, { fehler: 'FORMAT', erwartet: ['cent'] });
      journal.append({ fin: vin, cent: Number(cents) });
      owed.set(vin, Number(cents));
      return json(200, { fin: vin, cent: cents }, true);
    }
    return json(404, { fehler: 'NICHT_GEFUNDEN' });
  });
}

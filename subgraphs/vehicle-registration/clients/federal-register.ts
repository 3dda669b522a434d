import { z } from 'zod';
import type { RecordAnswer, RegisterAnswer, RegisterChange, RegisterQuery, VehicleRegister } from '../domain/ports.ts';
import type { OutsideConnection } from './outside-connection.ts';
import { readJson } from './read-json.ts';

const json = 'application/json';
const inquiry = z.discriminatedUnion('ergebnis', [
  z.object({
    ergebnis: z.literal('treffer'),
    fahrzeug: z.object({
      marke: z.string().min(1).max(100),
      handelsname: z.string().min(1).max(100),
      hsn: z.string().regex(/^\d{4}$/),
      tsn: z.string().regex(/^[A-Z0-9]{3}$/),
    }),
  }),
  z.object({ ergebnis: z.literal('keinTreffer') }),
  z.object({ ergebnis: z.literal('verwertet') }),
]);
const refusal = z.object({ fehler: z.string().regex(/^[A-Z_]{1,64}$/) });

/** The federal vehicle register over its JSON interface. */
export function openFederalRegister(connection: OutsideConnection): VehicleRegister {
  return {
    async check({ vin, plate, certificateTwoCode }: RegisterQuery): Promise<RegisterAnswer> {
      const body = JSON.stringify({ fin: vin, kennzeichen: plate, zb2: certificateTwoCode });
      const answer = await connection.send({ method: 'POST', path: '/auskunft', type: json, body });
      if (answer.outcome === 'UNAVAILABLE') return answer;
      const said = answer.status === 200 ? readJson(answer.body, inquiry) : undefined;
      if (!said) return connection.unavailable('BAD_ANSWER', `status ${answer.status}`);
      if (said.ergebnis !== 'treffer') return { outcome: said.ergebnis === 'verwertet' ? 'SCRAPPED' : 'NO_MATCH' };
      const { marke: make, handelsname: model, hsn, tsn } = said.fahrzeug;
      return { outcome: 'MATCH', vehicle: { make, model, hsn, tsn } };
    },
    async record(change: RegisterChange): Promise<RecordAnswer> {
      const { procedureId, kind, vin, status, plate, authority, datedOn } = change;
      const body = JSON.stringify({
        fin: vin,
        art: kind,
        status: status === 'REGISTERED' ? 'zugelassen' : 'ausserBetrieb',
        kennzeichen: plate,
        behoerde: authority,
        datum: datedOn,
      });
      const path = `/mitteilungen/${encodeURIComponent(procedureId)}`;
      const answer = await connection.send({ method: 'PUT', path, type: json, body });
      if (answer.outcome === 'UNAVAILABLE') return answer;
      if (answer.status === 200 || answer.status === 201) return { outcome: 'RECORDED' };
      const said = readJson(answer.body, refusal);
      if (!said) return connection.unavailable('BAD_ANSWER', `status ${answer.status}`);
      return { outcome: 'REFUSED', code: said.fehler };
    },
  };
}

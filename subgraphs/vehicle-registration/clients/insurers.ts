import { z } from 'zod';
import type { InsuranceConfirmation } from '../domain/ports.ts';
import type { OutsideConnection } from './outside-connection.ts';
import { readJson } from './read-json.ts';

const day = z.iso.date();
const check = z.discriminatedUnion('status', [
  z.object({ status: z.literal('gueltig'), gueltigBis: day }),
  z.object({ status: z.literal('abgelaufen'), abgelaufenAm: day }),
  z.object({ status: z.literal('unbekannt') }),
]);

/** The insurers' joint service over its JSON interface. The number goes in the body: addresses end up in logs. */
export function openInsurers(connection: OutsideConnection): InsuranceConfirmation {
  return {
    async check(evb, onDay) {
      const body = JSON.stringify({ evb, stichtag: onDay });
      const answer = await connection.send({ method: 'POST', path: '/pruefung', type: 'application/json', body });
      if (answer.outcome === 'UNAVAILABLE') return answer;
      const said = answer.status === 200 ? readJson(answer.body, check) : undefined;
      if (said?.status === 'gueltig') return { outcome: 'CONFIRMED', validUntil: said.gueltigBis };
      if (said?.status === 'abgelaufen') return { outcome: 'LAPSED', lapsedOn: said.abgelaufenAm };
      if (said?.status === 'unbekannt') return { outcome: 'UNKNOWN' };
      return connection.unavailable('BAD_ANSWER', `status ${answer.status}`);
    },
  };
}

import { z } from 'zod';
import type {
  Application,
  BackOffice,
  CloseAnswer,
  Decision,
  PapersAnswer,
  SubmitAnswer,
  Unavailable,
} from '../domain/ports.ts';
import type { OutsideAnswer, OutsideConnection } from './outside-connection.ts';
import { readJson } from './read-json.ts';
import { readPaperCodes } from './read-paper-codes.ts';

const taken = z.object({ aktenzeichen: z.string().min(1).max(100) });
const papers = z.object({ unterlagen: z.record(z.string(), z.string().max(64)).nullable() });
const refusal = z.object({ fehler: z.string().regex(/^[A-Z_]{1,64}$/) });

const endings: Record<Decision['decision'], string> = {
  APPROVED: 'stattgegeben',
  REJECTED: 'abgelehnt',
  WITHDRAWN: 'zurueckgenommen',
  REVOKED: 'aufgehoben',
};

/** A back office that speaks JSON: a file under the procedure's id, which may be sent again as it is. */
export function openRestBackOffice(connection: OutsideConnection): BackOffice {
  const put = (path: string, body: unknown) =>
    connection.send({ method: 'PUT', path, type: 'application/json', body: JSON.stringify(body) });

  function refusedOr(answer: OutsideAnswer): { outcome: 'REFUSED'; code: string } | Unavailable {
    const said = readJson(answer.body, refusal);
    if (!said) return connection.unavailable('BAD_ANSWER', `status ${answer.status}`);
    return { outcome: 'REFUSED', code: said.fehler };
  }

  return {
    capabilities: { protocol: 'rest', takesDecisions: true, tellsPapers: true, longestParticular: 2_000 },
    async submit(application): Promise<SubmitAnswer> {
      const answer = await put(fileOf(application.id), messageOf(application));
      if (answer.outcome === 'UNAVAILABLE') return answer;
      if (answer.status >= 400) return refusedOr(answer);
      const said = readJson(answer.body, taken);
      return said
        ? { outcome: 'ACCEPTED', reference: said.aktenzeichen }
        : connection.unavailable('BAD_ANSWER', `status ${answer.status} without a file number`);
    },
    async close({ applicationId, decision, decidedAt, reasons }: Decision): Promise<CloseAnswer> {
      const answer = await put(`${fileOf(applicationId)}/abschluss`, {
        entscheidung: endings[decision],
        entschiedenAm: decidedAt.toISOString(),
        gruende: reasons,
      });
      if (answer.outcome === 'UNAVAILABLE') return answer;
      if (answer.status >= 400) return refusedOr(answer);
      const isTheirs = readJson(answer.body, z.object({})) !== undefined;
      return isTheirs ? { outcome: 'CLOSED' } : connection.unavailable('BAD_ANSWER', `status ${answer.status}`);
    },
    async papers(applicationId): Promise<PapersAnswer> {
      const path = `${fileOf(applicationId)}/unterlagen`;
      const answer = await connection.send({ method: 'GET', path, type: 'application/json' });
      if (answer.outcome === 'UNAVAILABLE') return answer;
      if (answer.status >= 400) return refusedOr(answer);
      const said = readJson(answer.body, papers);
      if (said?.unterlagen === null) return { outcome: 'NONE' };
      const codes = said && readPaperCodes(said.unterlagen);
      return codes
        ? { outcome: 'ISSUED', codes }
        : connection.unavailable('BAD_ANSWER', `status ${answer.status} without codes`);
    },
  };
}

const fileOf = (id: string) => `/vorgaenge/${encodeURIComponent(id)}`;

function messageOf({ kind, authority, submittedAt, isAutomatic, vehicle, particulars, payment }: Application) {
  return {
    vorgangsart: kind,
    behoerde: authority,
    eingegangenAm: submittedAt.toISOString(),
    automatisch: isAutomatic,
    fahrzeug: { fin: vehicle.vin, kennzeichen: vehicle.plate },
    // In a fixed order: the same application must be the same message.
    angaben: Object.fromEntries(Object.entries(particulars).toSorted(([one], [other]) => (one < other ? -1 : 1))),
    zahlung: payment && { nachweis: payment.reference, betragInCent: payment.amountCents },
  };
}

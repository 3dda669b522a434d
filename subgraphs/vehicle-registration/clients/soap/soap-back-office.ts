import type {
  Application,
  BackOffice,
  CloseAnswer,
  Decision,
  PapersAnswer,
  SubmitAnswer,
  Unavailable,
} from '../../domain/ports.ts';
import type { OutsideConnection } from '../outside-connection.ts';
import { readPaperCodes } from '../read-paper-codes.ts';
import { MessageError, readMessage, writeMessage, type ReadMessage, type XmlPart } from './xml-message.ts';

const longestParticular = 500;

/** A back office that speaks SOAP 1.1 after `kfz.xsd`. What it has already it answers with a fault that names the file. */
export function openSoapBackOffice(connection: OutsideConnection): BackOffice {
  async function call(part: XmlPart): Promise<ReadMessage | Unavailable | { outcome: 'REFUSED'; code: string }> {
    let body: string;
    try {
      body = writeMessage(part);
    } catch (error) {
      if (error instanceof MessageError) return { outcome: 'REFUSED', code: 'NOT_EXPRESSIBLE' };
      throw error;
    }
    const headers = { soapaction: `"${part.name}"` };
    const answer = await connection.send({ method: 'POST', path: '/dienst', type: 'text/xml', body, headers });
    if (answer.outcome === 'UNAVAILABLE') return answer;
    try {
      return readMessage(answer.body);
    } catch (error) {
      return connection.unavailable('BAD_ANSWER', error);
    }
  }

  const unexpected = ({ name }: ReadMessage) => connection.unavailable('BAD_ANSWER', `an unexpected ${name}`);

  return {
    capabilities: { protocol: 'soap', takesDecisions: true, tellsPapers: true, longestParticular },
    async submit(application): Promise<SubmitAnswer> {
      const said = await call(applicationMessage(application));
      if ('outcome' in said) return said;
      const { Code: code = '', Aktenzeichen: reference = '', Id: id } = said.values;
      if (said.isFault && code === 'BEREITS_VORHANDEN' && reference) return { outcome: 'ACCEPTED', reference };
      if (said.isFault) return { outcome: 'REFUSED', code };
      const isOurs = said.name === 'VorgangAngelegt' && id === application.id;
      return isOurs ? { outcome: 'ACCEPTED', reference } : unexpected(said);
    },
    async close(decision): Promise<CloseAnswer> {
      const said = await call(decisionMessage(decision));
      if ('outcome' in said) return said;
      const { Code: code = '', Id: id } = said.values;
      if (said.isFault && code !== 'BEREITS_ABGESCHLOSSEN') return { outcome: 'REFUSED', code };
      const isOurs = said.isFault || (said.name === 'VorgangAbgeschlossen' && id === decision.applicationId);
      return isOurs ? { outcome: 'CLOSED' } : unexpected(said);
    },
    async papers(applicationId): Promise<PapersAnswer> {
      const said = await call({ name: 'UnterlagenAbrufen', content: [text('Id', applicationId)] });
      if ('outcome' in said) return said;
      const { Code: code = '', Id: id, ...told } = said.values;
      if (said.isFault) return code === 'KEINE_UNTERLAGEN' ? { outcome: 'NONE' } : { outcome: 'REFUSED', code };
      const codes = said.name === 'Unterlagen' && id === applicationId ? readPaperCodes(told) : undefined;
      return codes ? { outcome: 'ISSUED', codes } : unexpected(said);
    },
  };
}

const text = (name: string, content: string): XmlPart => ({ name, content });

function applicationMessage(application: Application): XmlPart {
  const { id, kind, authority, submittedAt, isAutomatic, vehicle, payment, particulars } = application;
  const plate = vehicle.plate === null ? [] : [text('Kennzeichen', vehicle.plate)];
  const paid = payment && [text('Nachweis', payment.reference), text('BetragInCent', String(payment.amountCents))];
  return {
    name: 'VorgangAnlegen',
    content: [
      text('Id', id),
      text('Vorgangsart', kind),
      text('Behoerde', authority),
      text('EingegangenAm', submittedAt.toISOString()),
      text('Automatisch', String(isAutomatic)),
      { name: 'Fahrzeug', content: [text('Fin', vehicle.vin), ...plate] },
      ...(paid ? [{ name: 'Zahlung', content: paid }] : []),
      // In a fixed order: the same application must be the same message. What is empty the schema does not have.
      ...Object.entries(particulars)
        .filter(([, value]) => value !== '')
        .toSorted(([one], [other]) => (one < other ? -1 : 1))
        .map(([name, content]) => ({ name: 'Angabe', attributes: { name }, content })),
    ],
  };
}

const endings: Record<Decision['decision'], string> = {
  APPROVED: 'STATTGEGEBEN',
  REJECTED: 'ABGELEHNT',
  WITHDRAWN: 'ZURUECKGENOMMEN',
  REVOKED: 'AUFGEHOBEN',
};

function decisionMessage({ applicationId, decision, decidedAt, reasons }: Decision): XmlPart {
  return {
    name: 'VorgangAbschliessen',
    content: [
      text('Id', applicationId),
      text('Entscheidung', endings[decision]),
      text('EntschiedenAm', decidedAt.toISOString()),
      ...reasons.filter(Boolean).map((reason) => text('Grund', reason)),
    ],
  };
}

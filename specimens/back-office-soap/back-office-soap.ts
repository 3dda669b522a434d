import { openJournal } from '../kit/journal.ts';
import {
  json,
  startSpecimen,
  type RunningSpecimen,
  type SpecimenAnswer,
  type SpecimenOptions,
} from '../kit/specimen-server.ts';
import { answerOf, faultOf, readCall } from './messages.ts';

interface Entry {
  ereignis: 'angelegt' | 'abgeschlossen';
  id: string;
  inhalt: string;
}

interface File {
  id: string;
  aktenzeichen: string;
  antrag: string;
  abschluss: string | null;
}

/**
 * A stand-in for the back office of towns whose software speaks SOAP. `POST /dienst` takes `VorgangAnlegen` and `VorgangAbschliessen`
 * after `kfz.xsd`; `GET /vorgaenge` lists all files as JSON, for operators.
 *
 * Unlike its sister it does not take the same twice: it answers a fault that names the file which it has already.
 */
export function startSoapBackOffice(options: SpecimenOptions): Promise<RunningSpecimen> {
  const journal = openJournal<Entry>(options.dataFile);
  const files = new Map<string, File>();
  for (const entry of journal.entries) apply(entry);

  function apply({ ereignis, id, inhalt }: Entry): File {
    const file = files.get(id) ?? { id, aktenzeichen: numberOf(files.size + 1), antrag: inhalt, abschluss: null };
    files.set(id, ereignis === 'abgeschlossen' ? { ...file, abschluss: inhalt } : file);
    return file;
  }

  function take(entry: Entry): File {
    journal.append(entry);
    return apply(entry);
  }

  function open(id: string, text: string): SpecimenAnswer {
    const earlier = files.get(id);
    if (earlier?.antrag === text) return xml(500, faultOf('BEREITS_VORHANDEN', { Aktenzeichen: earlier.aktenzeichen }));
    if (earlier) return xml(500, faultOf('ANDERER_INHALT'));
    const { aktenzeichen } = take({ ereignis: 'angelegt', id, inhalt: text });
    return xml(200, answerOf('VorgangAngelegt', { Id: id, Aktenzeichen: aktenzeichen }), true);
  }

  function close(id: string, text: string): SpecimenAnswer {
    const file = files.get(id);
    if (!file) return xml(500, faultOf('VORGANG_UNBEKANNT'));
    if (file.abschluss === text) return xml(500, faultOf('BEREITS_ABGESCHLOSSEN'));
    // What was granted may be revoked; every other end is final.
    const isRevocation = ending(file.abschluss) === 'STATTGEGEBEN' && ending(text) === 'AUFGEHOBEN';
    if (file.abschluss && !isRevocation) return xml(500, faultOf('ANDERS_ABGESCHLOSSEN'));
    take({ ereignis: 'abgeschlossen', id, inhalt: text });
    return xml(200, answerOf('VorgangAbgeschlossen', { Id: id }), true);
  }

  return startSpecimen(options, ({ method, path, body }) => {
    if (method === 'GET' && path === '/vorgaenge') return json(200, { vorgaenge: [...files.values()] });
    if (method !== 'POST' || path !== '/dienst') return json(404, { fehler: 'NICHT_GEFUNDEN' });
    const call = readCall(body);
    if (call.name === 'INVALID') return xml(500, faultOf('NACHRICHT_UNGUELTIG'));
    return call.name === 'VorgangAnlegen' ? open(call.id, call.text) : close(call.id, call.text);
  });
}

const xml = (status: number, body: string, isWrite = false): SpecimenAnswer => ({
  status,
  isWrite,
  type: 'text/xml',
  body,
});

const ending = (text: string | null) => /Entscheidung>([A-Z]+)</.exec(text ?? '')?.[1];
const numberOf = (count: number) => `Z/${String(count).padStart(5, '0')}`;

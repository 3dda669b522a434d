import { openFiles } from '../kit/files.ts';
import {
  json,
  startSpecimen,
  type RunningSpecimen,
  type SpecimenAnswer,
  type SpecimenOptions,
} from '../kit/specimen-server.ts';
import { answerOf, faultOf, readCall } from './messages.ts';

/**
 * A stand-in for the back office of towns whose software speaks SOAP. `POST /dienst` takes `VorgangAnlegen`, `VorgangAbschliessen` and
 * `UnterlagenAbrufen` after `kfz.xsd`; `GET /vorgaenge` lists all files as JSON, for operators.
 *
 * Unlike its sister it does not take the same twice: it answers a fault that names the file which it has already.
 */
export function startSoapBackOffice(options: SpecimenOptions): Promise<RunningSpecimen> {
  const files = openFiles<string>((count) => `Z/${String(count).padStart(5, '0')}`, options.dataFile);

  function open(id: string, text: string): SpecimenAnswer {
    const earlier = files.find(id);
    if (earlier?.antrag === text) return xml(500, faultOf('BEREITS_VORHANDEN', { Aktenzeichen: earlier.aktenzeichen }));
    if (earlier) return xml(500, faultOf('ANDERER_INHALT'));
    const { aktenzeichen } = files.open(id, text);
    return xml(200, answerOf('VorgangAngelegt', { Id: id, Aktenzeichen: aktenzeichen }), true);
  }

  function close(id: string, text: string): SpecimenAnswer {
    const file = files.find(id);
    if (!file) return xml(500, faultOf('VORGANG_UNBEKANNT'));
    if (file.abschluss === text) return xml(500, faultOf('BEREITS_ABGESCHLOSSEN'));
    const decision = valueIn(text, 'Entscheidung');
    // What was granted may be revoked; every other end is final.
    const isRevocation = valueIn(file.abschluss, 'Entscheidung') === 'STATTGEGEBEN' && decision === 'AUFGEHOBEN';
    if (file.abschluss && !isRevocation) return xml(500, faultOf('ANDERS_ABGESCHLOSSEN'));
    files.close(id, text, decision.toLowerCase(), valueIn(file.antrag, 'Vorgangsart'));
    return xml(200, answerOf('VorgangAbgeschlossen', { Id: id }), true);
  }

  function papers(id: string): SpecimenAnswer {
    const file = files.find(id);
    if (!file) return xml(500, faultOf('VORGANG_UNBEKANNT'));
    if (!file.abschluss) return xml(500, faultOf('NICHT_ABGESCHLOSSEN'));
    if (!file.unterlagen) return xml(500, faultOf('KEINE_UNTERLAGEN'));
    const { siegelVorn, siegelHinten, zb1, zb2 } = file.unterlagen;
    const printed = Object.entries({ SiegelVorn: siegelVorn, SiegelHinten: siegelHinten, Zb1: zb1, Zb2: zb2 });
    const told = printed.flatMap(([name, code]) => (code === undefined ? [] : [[name, code]]));
    return xml(200, answerOf('Unterlagen', { Id: id, ...Object.fromEntries(told) }));
  }

  const services = { VorgangAnlegen: open, VorgangAbschliessen: close, UnterlagenAbrufen: papers };

  return startSpecimen(options, ({ method, path, body }) => {
    if (method === 'GET' && path === '/vorgaenge') return json(200, { vorgaenge: files.all() });
    if (method !== 'POST' || path !== '/dienst') return json(404, { fehler: 'NICHT_GEFUNDEN' });
    const call = readCall(body);
    if (call.name === 'INVALID') return xml(500, faultOf('NACHRICHT_UNGUELTIG'));
    return services[call.name](call.id, call.text);
  });
}

const xml = (status: number, body: string, isWrite = false): SpecimenAnswer => ({
  status,
  isWrite,
  type: 'text/xml',
  body,
});

const valueIn = (text: string | null, name: string) => new RegExp(`${name}>([A-Z_]+)<`).exec(text ?? '')?.[1] ?? '';

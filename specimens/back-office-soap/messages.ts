import { readFileSync } from 'node:fs';
import { ParseOption, XmlDocument, XsdValidator, type XmlElement } from 'libxml2-wasm';
import { projectFile } from '../../platform/project-root.ts';

const soapNamespace = 'http://schemas.xmlsoap.org/soap/envelope/';
const ownNamespace = 'urn:example:kfz-fachverfahren:1';
const prefixes = { s: soapNamespace, k: ownNamespace };

function validatorOf(file: string): XsdValidator {
  using schema = XmlDocument.fromBuffer(readFileSync(projectFile('specimens', 'back-office-soap', file)));
  return XsdValidator.fromDoc(schema);
}

const envelope = validatorOf('envelope.xsd');
const content = validatorOf('kfz.xsd');

const services = ['VorgangAnlegen', 'VorgangAbschliessen', 'UnterlagenAbrufen'] as const;

/** What a request asks for. */
export type Call = { name: (typeof services)[number]; id: string; text: string } | { name: 'INVALID' };

/** Reads a request and checks it against both schemas. No DTD is taken (SOAP 1.1, section 3), so there is nothing to expand. */
export function readCall(text: string): Call {
  if (text.includes('<!DOCTYPE')) return { name: 'INVALID' };
  try {
    using document = XmlDocument.fromString(text, { option: ParseOption.XML_PARSE_NO_XXE });
    envelope.validate(document);
    const [element] = document.find('/s:Envelope/s:Body/k:*', prefixes) as XmlElement[];
    if (!element) return { name: 'INVALID' };
    content.validate(element);
    const id = element.get('k:Id', prefixes)?.content ?? '';
    const name = services.find((service) => service === element.name);
    if (!name) return { name: 'INVALID' };
    return { name, id, text: element.toString({ format: false }) };
  } catch {
    return { name: 'INVALID' };
  }
}

/** An answer with one element of ours and its children, in their order. */
export function answerOf(name: string, parts: Record<string, string>): string {
  return written((body) => addOwn(body, name, parts));
}

export function faultOf(code: string, details: Record<string, string> = {}): string {
  return written((body) => {
    const fault = body.addElement('Fault', 's');
    fault.addElement('faultcode').addText('s:Client');
    fault.addElement('faultstring').addText(code);
    addOwn(fault.addElement('detail'), 'Fehler', { Code: code, ...details });
  });
}

function written(fill: (body: XmlElement) => void): string {
  using document = XmlDocument.create();
  const root = document.createRoot('Envelope', soapNamespace, 's');
  root.addNsDeclaration(ownNamespace, 'k');
  fill(root.addElement('Body', 's'));
  return document.toString({ format: false });
}

function addOwn(parent: XmlElement, name: string, parts: Record<string, string>): void {
  const element = parent.addElement(name, 'k');
  for (const [part, value] of Object.entries(parts)) element.addElement(part, 'k').addText(value);
}

import { readFileSync } from 'node:fs';
import { ParseOption, XmlDocument, XsdValidator, type XmlElement } from 'libxml2-wasm';
import { projectFile } from '../../../../platform/project-root.ts';

const soapNamespace = 'http://schemas.xmlsoap.org/soap/envelope/';
const ownNamespace = 'urn:example:kfz-fachverfahren:1';
const prefixes = { s: soapNamespace, k: ownNamespace };

interface Validators {
  envelope: XsdValidator;
  content: XsdValidator;
}

function validatorOf(file: string): XsdValidator {
  using schema = XmlDocument.fromBuffer(
    readFileSync(projectFile('subgraphs', 'vehicle-registration', 'clients', 'soap', file)),
  );
  return XsdValidator.fromDoc(schema);
}

let loaded: Validators | undefined;
const validators = () => (loaded ??= { envelope: validatorOf('envelope.xsd'), content: validatorOf('kfz.xsd') });

/** An element of a message: its text, or its children in the order of the schema; attributes besides. */
export interface XmlPart {
  name: string;
  attributes?: Readonly<Record<string, string>>;
  content: string | readonly XmlPart[];
}

/** A message is not what the agreed schema allows. The text says where, without any value. */
export class MessageError extends Error {
  override name = 'MessageError';
}

/**
 * Writes a message: a SOAP 1.1 envelope around one element.
 *
 * Threat: what a citizen typed becomes markup. Rule: text reaches the message as a text node of the library only, which escapes it;
 * characters that XML 1.0 does not have are replaced. The result is checked against the agreed schema before it is sent.
 * @throws MessageError
 */
export function writeMessage(part: XmlPart): string {
  using document = XmlDocument.create();
  const root = document.createRoot('Envelope', soapNamespace, 's');
  root.addNsDeclaration(ownNamespace, 'k');
  addPart(root.addElement('Body', 's'), part);
  const text = document.toString({ format: false });
  readMessage(text);
  return text;
}

function addPart(parent: XmlElement, { name, attributes = {}, content }: XmlPart): void {
  const element = parent.addElement(name, 'k');
  for (const [key, value] of Object.entries(attributes)) element.setAttr(key, storable(value));
  if (typeof content !== 'string') for (const part of content) addPart(element, part);
  else if (content !== '') element.addText(storable(content));
}

/** Everything outside the characters of XML 1.0, § 2.2: controls, lone surrogates, U+FFFE, U+FFFF. */
const notInXml = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;
const storable = (text: string) => text.replaceAll(notInXml, '\u{fffd}');

/** What a message says: its element's name and the text of its children, each name once. */
export interface ReadMessage {
  name: string;
  values: Readonly<Record<string, string>>;
  /** It is the detail of a fault. */
  isFault: boolean;
}

/**
 * Reads a message and checks envelope and content against the agreed schemas.
 *
 * Threat: an answer that makes the parser fetch files or addresses (XXE) or swell to gigabytes (entities that hold entities).
 * Rule: a SOAP message has no document type declaration (SOAP 1.1, section 3), so none is parsed; besides, nothing outside is loaded, no
 * entity is replaced, and the library's limits of size and depth stay.
 * @throws MessageError
 */
export function readMessage(text: string): ReadMessage {
  if (/<!DOCTYPE/i.test(text)) throw new MessageError('expected a message without a document type declaration');
  try {
    using document = XmlDocument.fromString(text, {
      option: ParseOption.XML_PARSE_NO_XXE | ParseOption.XML_PARSE_NONET | ParseOption.XML_PARSE_NO_SYS_CATALOG,
    });
    validators().envelope.validate(document);
    const fault = document.get('/s:Envelope/s:Body/s:Fault', prefixes);
    const element = document.get(`/s:Envelope/s:Body/${fault ? 's:Fault/detail/' : ''}k:*`, prefixes);
    if (!element) throw new MessageError('expected an element of the agreed interface');
    const content = element as XmlElement;
    validators().content.validate(content);
    const children = content.find('k:*', prefixes) as XmlElement[];
    return {
      name: content.name,
      values: Object.fromEntries(children.map((child) => [child.name, child.content])),
      isFault: fault !== null,
    };
  } catch (error) {
    if (error instanceof MessageError) throw error;
    // The library's own message quotes the text, which may hold personal data.
    throw new MessageError('expected a message that the agreed schema allows');
  }
}

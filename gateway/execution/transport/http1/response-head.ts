/** What came is not HTTP/1.1 (RFC 9112), or not as strictly as it has to be where two that read it differently would each see another answer. */
export class NotHttpError extends Error {
  override readonly name = 'NotHttpError';
}

/** Status line and header fields of a response, as far as they matter here. */
export interface ResponseHead {
  status: number;
  contentType: string | undefined;
  /** In small letters; empty where the body is as it is. */
  contentEncoding: string;
  /** How the end of the body is found: after so many bytes, after the last chunk, or where the connection ends. */
  body: number | 'chunked' | 'until the end';
  /** Milliseconds for which the connection may be kept for another request, as far as the other side says; 0 for not at all. */
  keptMs: number;
}

/** What names are made of. */
export const TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
const TEXT = String.raw`[\t\x20-\x7e\x80-\xff]*`;
/** A field, without the end of its line. */
export const FIELD_LINE = new RegExp(`^${TOKEN}:${TEXT}$`);
/** The whole head: what this does not match is refused, such as folded lines, lines without a colon and line feeds alone. */
const HEAD = new RegExp(String.raw`^HTTP/1\.[01] [1-5]\d\d(?: ${TEXT})?\r\n(?:${TOKEN}:${TEXT}\r\n)*$`);

/** The fields that are read. Several of one name are one list, as RFC 9110 (5.3) has it. */
const READ = new Set([
  'connection',
  'content-encoding',
  'content-length',
  'content-type',
  'keep-alive',
  'transfer-encoding',
]);

/** A tab is space as well, but not to all who read: a value with one around it is another value here, and what it stands in is refused. */
const OUTER_SPACE = /^ +| +$/g;
const DIGITS = /^\d{1,15}$/;
const PATIENCE = /(?:^|,)[\t ]*timeout=(\d{1,9})/i;
/** Whoever closes after n seconds may be doing so while our request is on its way. */
const SAFETY_MS = 1_000;

/**
 * Reads the head of a response.
 *
 * Threat: a length that is told twice, or beside chunks, is read in one way here and in another by a proxy on the way, and what one takes for the rest of an
 * answer is for the other the answer to the next citizen's request. Rule: a head with more than one way to read it is refused. Code: one pattern for all of it,
 * and one place that finds the end of the body.
 *
 * @param text all lines with their CRLF, without the empty one; each character a byte
 * @throws NotHttpError
 */
export function readHead(text: string): ResponseHead {
  if (!HEAD.test(text)) throw new NotHttpError('expected a status line and header fields');
  const fields = fieldsOf(text);
  const status = Number(text.slice(9, 12));
  return {
    status,
    contentType: fields.get('content-type'),
    contentEncoding: fields.get('content-encoding')?.toLowerCase() ?? '',
    body: framing(text, status, fields),
    keptMs: keptMs(text, fields),
  };
}

function fieldsOf(text: string): Map<string, string> {
  const fields = new Map<string, string>();
  let end = text.indexOf('\r\n');
  for (let start = end + 2; start < text.length; start = end + 2) {
    end = text.indexOf('\r\n', start);
    const colon = text.indexOf(':', start);
    const name = text.slice(start, colon).toLowerCase();
    if (!READ.has(name)) continue;
    const value = text.slice(colon + 1, end).replace(OUTER_SPACE, '');
    const former = fields.get(name);
    fields.set(name, former === undefined ? value : `${former}, ${value}`);
  }
  return fields;
}

/** RFC 9112, section 6.3. */
function framing(text: string, status: number, fields: Map<string, string>): ResponseHead['body'] {
  const length = fields.get('content-length');
  const coding = fields.get('transfer-encoding');
  if (status === 101) throw new NotHttpError('the protocol was to be switched, which nobody asked for');
  if (coding !== undefined) {
    if (length !== undefined) throw new NotHttpError('both content-length and transfer-encoding');
    if (coding.toLowerCase() !== 'chunked') throw new NotHttpError('a transfer-encoding other than chunked');
    if (isOld(text)) throw new NotHttpError('a transfer-encoding in HTTP/1.0');
  }
  if (length !== undefined && !DIGITS.test(length)) throw new NotHttpError('a content-length that is not one number');
  if (status < 200 || status === 204 || status === 304) return 0;
  if (coding !== undefined) return 'chunked';
  return length === undefined ? 'until the end' : Number(length);
}

function keptMs(text: string, fields: Map<string, string>): number {
  const connection = fields.get('connection')?.toLowerCase();
  if (connection === undefined ? isOld(text) : !isKeptAlive(connection, isOld(text))) return 0;
  const seconds = PATIENCE.exec(fields.get('keep-alive') ?? '')?.[1];
  return seconds === undefined ? Infinity : Math.max(0, Number(seconds) * 1_000 - SAFETY_MS);
}

function isKeptAlive(connection: string, whenOld: boolean): boolean {
  if (connection === 'keep-alive') return true;
  const options = connection.split(',').map((option) => option.trim());
  return !options.includes('close') && (!whenOld || options.includes('keep-alive'));
}

/** HTTP/1.0 keeps a connection only where it says so. */
function isOld(text: string): boolean {
  return text.startsWith('HTTP/1.0');
}

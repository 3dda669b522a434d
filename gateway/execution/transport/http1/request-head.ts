/** What a request to a subgraph is made of, beside its route. */
interface Request {
  headers: Readonly<Record<string, string>>;
  body: string;
}

/** Headers that are the transport's own, whatever the request says. */
const OWN_HEADERS = new Set([
  'accept',
  'connection',
  'content-length',
  'content-type',
  'expect',
  'host',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'x-deadline-ms',
]);

const NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
/**
 * Threat: a line break in a value starts another header or another request. Rule: such a request is not sent. Code: here, for every value.
 */
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/** Request line and headers that are the same in each request to a URL. */
export function requestStart({ pathname, search, host }: URL): string {
  return [
    `POST ${pathname}${search} HTTP/1.1`,
    `host: ${host}`,
    'content-type: application/json',
    'accept: application/graphql-response+json, application/json;q=0.9',
    'x-deadline-ms: ',
  ].join('\r\n');
}

/**
 * Completes the head of a request.
 *
 * @param left milliseconds for which somebody waits for the answer
 * @returns undefined where a header is not one
 */
export function requestHead(start: string, left: number, { headers, body }: Request): string | undefined {
  let head = `${start}${left}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n`;
  for (const name of Object.keys(headers)) {
    const value = headers[name];
    if (value === undefined || OWN_HEADERS.has(name.toLowerCase())) continue;
    if (!NAME.test(name) || !VALUE.test(value)) return undefined;
    head += `${name}: ${value}\r\n`;
  }
  return `${head}\r\n`;
}

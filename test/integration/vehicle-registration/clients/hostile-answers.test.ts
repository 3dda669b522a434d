import { describe, expect, test } from '@jest/globals';
import { gzipSync } from 'node:zlib';
import { createLogger } from '../../../../platform/log.ts';
import { adaptersOf, allAt, apiKey, application, restAuthority, serverThat, soapAuthority } from './outside-world.ts';

const id = '01990000-0000-7000-8000-000000000001';

const envelopeOf = (body: string, before = '') => `<?xml version="1.0"?>${before}
<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:k="urn:example:kfz-fachverfahren:1"><s:Body>${body}</s:Body></s:Envelope>`;
const taken = (number: string) =>
  `<k:VorgangAngelegt><k:Id>${id}</k:Id><k:Aktenzeichen>${number}</k:Aktenzeichen></k:VorgangAngelegt>`;

async function submitTo(type: string, body: string | Buffer, authority: string, headers: Record<string, string> = {}) {
  await using server = await serverThat((_, response) =>
    response.writeHead(200, { 'content-type': type, ...headers }).end(body),
  );
  await using adapters = adaptersOf(allAt(server.url));
  return await adapters.backOfficeOf(authority)?.submit(application(id, authority));
}

const submitSoap = (body: string | Buffer, headers = {}) => submitTo('text/xml', body, soapAuthority, headers);
const badAnswer = { outcome: 'UNAVAILABLE', reason: 'BAD_ANSWER' };

test('a proper answer in XML is read', async () => {
  expect(await submitSoap(envelopeOf(taken('Z/1')))).toEqual({ outcome: 'ACCEPTED', reference: 'Z/1' });
});

describe('an answer in XML is refused', () => {
  test('with entities that hold entities, at once and without swelling', async () => {
    const levels = Array.from({ length: 12 }, (_, n) => `<!ENTITY e${n + 1} "${`&e${n};`.repeat(10)}">`);
    const laughs = `<!DOCTYPE s:Envelope [<!ENTITY e0 "ha">${levels.join('')}]>`;
    const before = { at: Date.now(), memory: process.memoryUsage().rss };
    expect(await submitSoap(envelopeOf(taken('&e12;'), laughs))).toEqual(badAnswer);
    expect(Date.now() - before.at).toBeLessThan(1_000);
    expect(process.memoryUsage().rss - before.memory).toBeLessThan(64 * 1024 * 1024);
  });

  test('with an entity outside, which nobody fetches', async () => {
    let fetched = 0;
    await using inside = await serverThat((_, response) => {
      fetched += 1;
      response.end('secret');
    });
    for (const system of ['file:///etc/hostname', `${inside.url}/inside`]) {
      const external = `<!DOCTYPE s:Envelope [<!ENTITY outside SYSTEM "${system}">]>`;
      expect(await submitSoap(envelopeOf(taken('&outside;'), external))).toEqual(badAnswer);
      expect(await submitSoap(envelopeOf(taken('Z/1'), `<!DOCTYPE s:Envelope SYSTEM "${system}">`))).toEqual(badAnswer);
    }
    expect(fetched).toBe(0);
  });

  test('with a document type declaration that hides in another encoding', async () => {
    const text = envelopeOf(taken('&e;'), '<!DOCTYPE s:Envelope [<!ENTITY e "x">]>').replace(
      '?>',
      ' encoding="UTF-16"?>',
    );
    expect(await submitSoap(Buffer.from(`\ufeff${text}`, 'utf16le'))).toEqual(badAnswer);
    const utf7 = envelopeOf(taken('+ADwAIQ-DOCTYPE')).replace('?>', ' encoding="UTF-7"?>');
    expect(await submitSoap(utf7)).not.toMatchObject({ reference: '<!DOCTYPE' });
  });

  test.each([
    [
      'an element that the schema does not have',
      envelopeOf('<k:VorgangAngelegt><k:Id>x</k:Id><k:Mehr/></k:VorgangAngelegt>'),
    ],
    ['an element of a stranger', envelopeOf('<x:Angelegt xmlns:x="urn:x"/>')],
    ['no envelope', taken('Z/1')],
    ['two elements in the body', envelopeOf(taken('Z/1') + taken('Z/2'))],
    ['a text cut short', envelopeOf(taken('Z/1')).slice(0, -20)],
    ['the file of somebody else', envelopeOf(taken('Z/1').replace(id, 'another'))],
    ['nothing', ''],
    ['ten thousand levels', envelopeOf('<k:a>'.repeat(10_000))],
  ])('with %s', async (_, body) => {
    expect(await submitSoap(body)).toEqual(badAnswer);
  });
});

describe('an answer in JSON is refused', () => {
  test.each([
    ['another shape', '{"aktenzeichen": 7}'],
    ['a list', '[]'],
    ['a text cut short', '{"aktenzeichen": "KFZ-0'],
    ['nothing', ''],
    ['bytes that are no text', Buffer.from([0x7b, 0xff, 0xfe, 0x7d])],
  ])('with %s', async (_, body) => {
    expect(await submitTo('application/json', body, restAuthority)).toEqual(badAnswer);
  });
});

describe.each([restAuthority, soapAuthority])('whatever the protocol (%s)', (authority) => {
  test('an answer of 50 MB is cut off', async () => {
    const chunk = Buffer.alloc(1024 * 1024, 'a');
    let sent = 0;
    await using server = await serverThat((_, response) => {
      const write = () => {
        for (; sent < 50; sent += 1) {
          if (!response.write(chunk)) {
            response.once('drain', write);
            return;
          }
        }
        response.end();
      };
      write();
    });
    await using adapters = adaptersOf(allAt(server.url));
    expect(await adapters.backOfficeOf(authority)?.submit(application(id, authority))).toEqual(badAnswer);
    expect(sent).toBeLessThan(50);
  });

  test('a compressed answer is not inflated', async () => {
    const bomb = gzipSync(Buffer.alloc(10 * 1024 * 1024));
    expect(await submitTo('application/json', bomb, authority, { 'content-encoding': 'gzip' })).toEqual(badAnswer);
  });

  test('a redirect is not followed', async () => {
    let followed = 0;
    await using inside = await serverThat((_, response) => {
      followed += 1;
      response.end('{"aktenzeichen":"KFZ-1"}');
    });
    await using server = await serverThat((_, response) => response.writeHead(307, { location: inside.url }).end());
    await using adapters = adaptersOf(allAt(server.url));
    expect(await adapters.backOfficeOf(authority)?.submit(application(id, authority))).toEqual(badAnswer);
    expect(followed).toBe(0);
  });

  test('nobody there is unavailable', async () => {
    await using adapters = adaptersOf(allAt('http://127.0.0.1:1'));
    expect(await adapters.backOfficeOf(authority)?.submit(application(id, authority))).toEqual({
      outcome: 'UNAVAILABLE',
      reason: 'UNREACHABLE',
    });
  });
});

test('a register that drips is given up after three seconds', async () => {
  await using server = await serverThat((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    const drip = setInterval(() => response.write(' '), 100);
    response.on('close', () => clearInterval(drip));
  });
  await using adapters = adaptersOf(allAt(server.url));
  const began = Date.now();
  expect(await adapters.register.check({ vin: 'WXXZZZ00Z00000001' })).toEqual({
    outcome: 'UNAVAILABLE',
    reason: 'TIMEOUT',
  });
  expect(Date.now() - began).toBeLessThan(4_000);
});

test('the log says which system failed, and neither what was asked nor the key', async () => {
  const lines: string[] = [];
  const log = createLogger({
    process: 'test',
    level: 'trace',
    destination: { write: (line) => void lines.push(line) },
  });
  const sentinels = { vin: 'WXXSENTNEL0000001', certificateTwoCode: 'FSENTINEL001' };
  await using server = await serverThat((request, response) => {
    request.resume();
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(sentinels));
  });
  await using adapters = adaptersOf(allAt(server.url), log);
  await adapters.register.check(sentinels);
  await adapters.backOfficeOf(soapAuthority)?.submit(application(id, soapAuthority));
  const written = lines.join('');
  expect(written).toContain('"system":"register"');
  for (const secret of [...Object.values(sentinels), apiKey, 'L AB 123']) expect(written).not.toContain(secret);
});

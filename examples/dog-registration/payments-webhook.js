import { Webhook, WebhookVerificationError } from 'standardwebhooks';

const largestBody = 64_000;

async function read(request) {
  let body = '';
  for await (const chunk of request) {
    body += chunk;
    if (body.length > largestBody) throw new WebhookVerificationError('The body is too long.');
  }
  return body;
}

/**
 * What payments tells: a tax was paid. Signed after Standard Webhooks; the same message may come twice, and counts once.
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 * @param {ReturnType<typeof import('./store.js').openStore>} store
 * @param {string} secret
 */
export async function receivePayment(request, response, store, secret) {
  try {
    const event = new Webhook(secret).verify(await read(request), request.headers);
    if (event.type === 'payment.succeeded') {
      const [dogId, year] = event.data.caseReference.split('/');
      const { paymentId, amountCents: cents } = event.data;
      store.notePayment(request.headers['webhook-id'], { dogId, year: Number(year), paymentId, cents });
    }
    response.writeHead(204).end();
  } catch (error) {
    // 5xx makes the sender try again; a message that is not his never gets better.
    response.writeHead(error instanceof WebhookVerificationError ? 401 : 500).end();
  }
}

import { createHmac } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Ports } from './ports.ts';
import type { SystemPlan } from './system-plan.ts';

/** Subgraphs of `examples/`, which agencies run themselves: the system knows their places, and does not start them. */
export const guests = [
  { name: 'dog-registration', port: 4301 },
  { name: 'complaints', port: 4302 },
] as const;

type Known = Pick<SystemPlan, 'ports' | 'secrets'>;

const at = (ports: Ports, name: string) => `http://127.0.0.1:${ports.get(name)}`;

/** Signs what payments tells a guest (Standard Webhooks). */
const webhookSecret = ({ secrets }: Known, name: string) =>
  `whsec_${createHmac('sha256', secrets.paymentKey).update(`events of payments for ${name}`).digest('base64')}`;

/** The guest that takes payments, as payments knows it. */
export function payingGuest(plan: Known) {
  const [{ name }] = guests;
  return {
    name,
    authorities: ['14511000'],
    jwksUrl: `${at(plan.ports, name)}/.well-known/jwks.json`,
    webhookUrl: `${at(plan.ports, name)}/webhooks/payments`,
    webhookSecret: webhookSecret(plan, name),
  };
}

/** Writes what each guest is told by those who run the system: `node --env-file=<data>/keys/<name>.env examples/<name>/main.js`. */
export async function writeGuestSettings(plan: SystemPlan, data: string): Promise<void> {
  for (const { name } of guests) {
    const settings = {
      PORT: String(plan.ports.get(name)),
      GATEWAY_KEYS: `${at(plan.ports, 'gateway')}/.well-known/jwks.json`,
      WEBHOOK_SECRET: webhookSecret(plan, name),
      DATABASE: join(data, `${name}.sqlite`),
      FILE: join(data, `${name}.jsonl`),
    };
    const lines = Object.entries(settings).map(([setting, value]) => `${setting}=${value}\n`);
    await writeFile(join(data, 'keys', `${name}.env`), lines.join(''), { mode: 0o600 });
  }
}

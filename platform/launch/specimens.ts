import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import type { ProcessPlan } from './supervisor.ts';
import type { SystemPlan } from './system-plan.ts';

/** The stand-ins for systems outside that a development system brings along, with the ports of `npm start`. */
export const specimens = [
  { name: 'federal-register', port: 4201 },
  { name: 'insurers', port: 4202 },
  { name: 'customs', port: 4203 },
  { name: 'back-office-rest', port: 4204 },
  { name: 'back-office-soap', port: 4205 },
  { name: 'payment-provider', port: 4206 },
] as const;
export type SpecimenName = (typeof specimens)[number]['name'];

/** Each town runs its own software: which of the two specimens it is here, by the AGS of the authority. */
const backOffices = {
  rest: ['14713000', '14612000', '15003000', '15002000', '12053000'],
  soap: ['14511000', '03357', '03356', '06412000', '14729'],
} as const;

type Known = Pick<SystemPlan, 'ports' | 'secrets'>;

export const specimenUrl = ({ ports }: Known, name: SpecimenName) => `http://127.0.0.1:${ports.get(name)}`;

/** The key that callers of a specimen system show, one for each. */
function keyOf({ secrets }: Known, name: SpecimenName): string {
  return createHmac('sha256', secrets.specimenKey).update(name).digest('base64url');
}

const providerSecret = (plan: Known) => `whsec_${Buffer.from(keyOf(plan, 'payment-provider')).toString('base64')}`;

/** How a specimen system is started. It keeps what it was told in the data folder, so that it knows it after a restart. */
export function specimenProcess(plan: SystemPlan, name: SpecimenName, data: string): ProcessPlan {
  const callbacks = {
    CALLBACK_URL: `http://127.0.0.1:${plan.ports.get('payments')}/provider/callback`,
    CALLBACK_SECRET: providerSecret(plan),
  };
  return {
    name,
    entry: `specimens/${name}/main.js`,
    environment: {
      NODE_ENV: plan.environment,
      PORT: String(plan.ports.get(name)),
      API_KEY: keyOf(plan, name),
      DATA_FILE: join(data, 'specimens', `${name}.jsonl`),
      ...(name === 'payment-provider' ? callbacks : {}),
    },
  };
}

/** What vehicle registration reads about the systems outside (its `clients/outside-config.ts`). */
export function outsideEnvironment(plan: Known): Record<string, string> {
  const at = (variable: string, name: SpecimenName) => ({
    [`${variable}_URL`]: specimenUrl(plan, name),
    [`${variable}_SECRET`]: keyOf(plan, name),
  });
  const offices = (['rest', 'soap'] as const).flatMap((kind) =>
    backOffices[kind].map((authority) => ({
      authority,
      kind,
      url: specimenUrl(plan, `back-office-${kind}`),
      secret: keyOf(plan, `back-office-${kind}`),
    })),
  );
  return {
    ...at('REGISTER', 'federal-register'),
    ...at('INSURERS', 'insurers'),
    ...at('CUSTOMS', 'customs'),
    BACK_OFFICES: JSON.stringify(offices),
  };
}

/** What payments reads about the payment provider. */
export function providerEnvironment(plan: Known): Record<string, string> {
  return {
    PROVIDER_URL: specimenUrl(plan, 'payment-provider'),
    PROVIDER_KEY: keyOf(plan, 'payment-provider'),
    PROVIDER_SECRET: providerSecret(plan),
  };
}

import { createHmac } from 'node:crypto';
import { payingGuest } from './guests.ts';
import type { SystemPlan } from './system-plan.ts';

/** Bank accounts of the specimen places, numbers that banks publish as examples. */
const payees = [
  { authority: '14713000', name: 'Stadt Leipzig', iban: 'DE02120300000000202051', bic: 'BYLADEM1001' },
  { authority: '14729', name: 'Landkreis Leipzig', iban: 'DE02500105170137075030', bic: 'INGDDEFF' },
  { authority: '14612000', name: 'Landeshauptstadt Dresden', iban: 'DE02100500000054540402', bic: 'BELADEBE' },
  { authority: '14511000', name: 'Stadt Chemnitz', iban: 'DE02300209000106531065', bic: 'CMCIDEDD' },
  { authority: '03357', name: 'Landkreis Rotenburg (Wümme)', iban: 'DE02200505501015871393', bic: 'HASPDEHH' },
  { authority: '03356', name: 'Landkreis Osterholz', iban: 'DE02100100100006820101', bic: 'PBNKDEFF' },
  { authority: '15003000', name: 'Landeshauptstadt Magdeburg', iban: 'DE02300606010002474689', bic: 'DAAEDEDD' },
  { authority: '15002000', name: 'Stadt Halle (Saale)', iban: 'DE02600501010002034304', bic: 'SOLADEST600' },
  { authority: '06412000', name: 'Stadt Frankfurt am Main', iban: 'DE02700202700010108669', bic: 'HYVEDEMM' },
  { authority: '12053000', name: 'Stadt Frankfurt (Oder)', iban: 'DE02701500000000594937', bic: 'SSKMDEMM' },
];

type Known = Pick<SystemPlan, 'ports' | 'secrets'>;

const derived = ({ secrets }: Known, use: string) => createHmac('sha256', secrets.paymentKey).update(use).digest();

/** Signs what payments tells vehicle registration (Standard Webhooks); both ends read it. */
const eventsSecret = (plan: Known) => `whsec_${derived(plan, 'events of payments').toString('base64')}`;

/** What payments reads about those who demand fees, those who get them, and those who pay. */
export function payingEnvironment(plan: Known): Record<string, string> {
  const at = (name: string) => `http://127.0.0.1:${plan.ports.get(name)}`;
  const vehicleRegistration = {
    name: 'vehicle-registration',
    authorities: ['*'],
    jwksUrl: `${at('vehicle-registration')}/.well-known/jwks.json`,
    webhookUrl: `${at('vehicle-registration')}/events/payments`,
    webhookSecret: eventsSecret(plan),
  };
  return {
    PAYMENT_CLIENTS: JSON.stringify([vehicleRegistration, payingGuest(plan)]),
    PAYEES: JSON.stringify(payees),
    MANDATE_KEYS: `development=${derived(plan, 'mandates').toString('base64url')}`,
    RETURN_URL: `${at('gateway')}/`,
    RETURN_ORIGINS: at('gateway').replace('127.0.0.1', 'localhost'),
  };
}

/** What vehicle registration reads to take the events of payments. */
export const paymentEventsEnvironment = (plan: Known): Record<string, string> => ({
  PAYMENT_EVENTS_SECRETS: eventsSecret(plan),
});

import type { Text } from '../../kit/data/text.ts';

/** Why something was not done, where a form can act on it. */
export const paymentProblemCodes = [
  'DEMAND_INVALID',
  'DEMAND_EXPIRED',
  'DEMAND_NOT_CHECKED',
  'DEMAND_IN_PAYMENT',
  'ALREADY_PAID',
  'IDEMPOTENCY_CONFLICT',
  'IDEMPOTENCY_KEY_MALFORMED',
  'RETURN_URL_NOT_ALLOWED',
  'PROVIDER_UNAVAILABLE',
  'PROVIDER_REFUSED',
  'NOT_FOUND',
  'NOT_CANCELLABLE',
  'NOT_PAID',
  'REFUND_TOO_HIGH',
  'REASON_MISSING',
  'IBAN_INVALID',
  'IBAN_NOT_SEPA',
  'HOLDER_INVALID',
  'CONSENT_MISSING',
  'RESOLUTION_DOES_NOT_FIT',
  'FEE_UNKNOWN',
  'PAID_BY_TRANSFER',
] as const;
export type PaymentProblemCode = (typeof paymentProblemCodes)[number];

export interface PaymentProblem {
  code: PaymentProblemCode;
  /** Field of the input that it is about. */
  field: string | null;
}

interface Explanation {
  message: Text;
  remedy: Text;
}

const explain = (de: string, en: string, remedyDe: string, remedyEn: string): Explanation => ({
  message: { de, en },
  remedy: { de: remedyDe, en: remedyEn },
});

const texts: Record<PaymentProblemCode, Explanation> = {
  DEMAND_INVALID: explain(
    'Das ist keine Gebührenforderung, die hier bezahlt werden kann.',
    'This is no fee demand that can be paid here.',
    'Rufen Sie die Forderung im Verfahren neu ab.',
    'Fetch the demand from the procedure again.',
  ),
  DEMAND_EXPIRED: explain(
    'Die Gebührenforderung ist abgelaufen.',
    'The fee demand has expired.',
    'Rufen Sie die Forderung im Verfahren neu ab.',
    'Fetch the demand from the procedure again.',
  ),
  DEMAND_NOT_CHECKED: explain(
    'Die Gebührenforderung konnte gerade nicht geprüft werden.',
    'The fee demand could not be checked just now.',
    'Versuchen Sie es in einer Minute noch einmal.',
    'Try again in a minute.',
  ),
  DEMAND_IN_PAYMENT: explain(
    'Für diese Forderung läuft schon eine Zahlung.',
    'A payment of this demand is under way.',
    'Schließen Sie die laufende Zahlung ab oder brechen Sie sie ab.',
    'Finish the payment that is under way, or cancel it.',
  ),
  ALREADY_PAID: explain(
    'Diese Forderung ist schon bezahlt.',
    'This demand is paid already.',
    'Es ist nichts mehr zu tun.',
    'There is nothing left to do.',
  ),
  IDEMPOTENCY_CONFLICT: explain(
    'Unter diesem Schlüssel wurde schon etwas anderes verlangt.',
    'Something else was asked for with this key.',
    'Nehmen Sie für etwas anderes einen neuen `idempotencyKey`.',
    'Take a new `idempotencyKey` for something else.',
  ),
  IDEMPOTENCY_KEY_MALFORMED: explain(
    'Der Schlüssel hat 1 bis 128 Zeichen.',
    'The key has 1 to 128 characters.',
    'Nehmen Sie zum Beispiel eine UUID.',
    'Take a UUID, for example.',
  ),
  RETURN_URL_NOT_ALLOWED: explain(
    'An diese Adresse führt der Bezahldienst nicht zurück.',
    'The payment provider does not lead back to this address.',
    'Nehmen Sie eine Adresse der Anwendung, die angemeldet ist, oder lassen Sie sie weg.',
    'Take an address of the application that is listed, or leave it out.',
  ),
  PROVIDER_UNAVAILABLE: explain(
    'Der Bezahldienst ist gerade nicht erreichbar.',
    'The payment provider cannot be reached just now.',
    'Versuchen Sie es mit demselben `idempotencyKey` noch einmal; es wird nichts doppelt bezahlt.',
    'Try again with the same `idempotencyKey`; nothing is paid twice.',
  ),
  PROVIDER_REFUSED: explain(
    'Der Bezahldienst nimmt diese Zahlung nicht an.',
    'The payment provider does not take this payment.',
    'Wenden Sie sich an die Behörde.',
    'Turn to the authority.',
  ),
  NOT_FOUND: explain(
    'Das gibt es nicht.',
    'There is no such thing.',
    'Prüfen Sie die Kennung.',
    'Check the identifier.',
  ),
  NOT_CANCELLABLE: explain(
    'Die Zahlung ist schon beendet.',
    'The payment has ended already.',
    'Sehen Sie sich ihren Stand an.',
    'Look at its status.',
  ),
  NOT_PAID: explain(
    'Diese Zahlung ist nicht erfolgt, es gibt nichts zu erstatten.',
    'This payment was not made, there is nothing to give back.',
    'Sehen Sie sich ihren Stand an.',
    'Look at its status.',
  ),
  REFUND_TOO_HIGH: explain(
    'Das ist mehr, als von der Zahlung übrig ist.',
    'This is more than is left of the payment.',
    'Erstatten Sie höchstens `refundable`.',
    'Give back `refundable` at most.',
  ),
  REASON_MISSING: explain(
    'Es fehlt ein Grund, oder er ist länger als 500 Zeichen.',
    'A reason is missing, or it is longer than 500 characters.',
    'Nennen Sie den Grund.',
    'Give the reason.',
  ),
  IBAN_INVALID: explain(
    'Das ist keine IBAN: Länge oder Prüfziffer stimmen nicht.',
    'This is no IBAN: its length or its check digits do not fit.',
    'Prüfen Sie die Nummer auf Ihrer Bankkarte.',
    'Check the number on your bank card.',
  ),
  IBAN_NOT_SEPA: explain(
    'Dieses Konto liegt außerhalb des SEPA-Raums.',
    'This account is outside of SEPA.',
    'Nehmen Sie ein Konto im SEPA-Raum.',
    'Take an account within SEPA.',
  ),
  HOLDER_INVALID: explain(
    'Der Name des Kontoinhabers fehlt oder ist länger als 70 Zeichen.',
    'The name of the account holder is missing or longer than 70 characters.',
    'Geben Sie den Namen an, wie er bei der Bank steht.',
    'Give the name as the bank has it.',
  ),
  CONSENT_MISSING: explain(
    'Ohne Ihre Zustimmung gibt es kein Lastschriftmandat.',
    'Without your consent there is no direct debit mandate.',
    'Stimmen Sie zu, oder zahlen Sie anders.',
    'Consent, or pay in another way.',
  ),
  RESOLUTION_DOES_NOT_FIT: explain(
    'So lässt sich diese Abweichung nicht erledigen, oder sie ist schon erledigt.',
    'This difference cannot be resolved like that, or it is resolved already.',
    'Wählen Sie eine andere Erledigung.',
    'Choose another resolution.',
  ),
  FEE_UNKNOWN: explain(
    'Eine solche Gebühr haben Sie nicht zu zahlen.',
    'There is no such fee for you to pay.',
    'Laden Sie die offenen Gebühren des Fahrzeugs neu.',
    "Load the vehicle's open fees again.",
  ),
  PAID_BY_TRANSFER: explain(
    'Das wurde überwiesen und nicht über den Bezahldienst bezahlt.',
    'This was paid by transfer, not through the payment provider.',
    'Überweisen Sie es vom Konto der Behörde zurück.',
    "Transfer it back from the authority's account.",
  ),
};

export function paymentProblem(code: PaymentProblemCode, field: string | null = null): PaymentProblem {
  return { code, field };
}

export function explainPaymentProblem(code: PaymentProblemCode): Explanation {
  return texts[code];
}

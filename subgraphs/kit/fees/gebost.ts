import { centsOf } from './cents-of.ts';
import type { FeeLine } from './fee-schedule.ts';

/** From the start of i-Kfz stage 3; the amounts are those of the text as of 10 August 2021. */
const stage3 = { validFrom: '2019-10-01', validTo: null };

function line(key: string, euros: string, de: string, en: string, number: string | null = key): FeeLine {
  return { key, number, cents: centsOf(euros), text: { de, en }, ...stage3 };
}

/**
 * Fees for vehicle registration: annex to § 1 of the Gebührenordnung für Maßnahmen im Straßenverkehr (GebOSt), numbers 221 to 230.
 * When the law changes, give the lines that end a `validTo` and append the new ones.
 */
export const gebost: readonly FeeLine[] = [
  line('221.1', '27.00', 'Zulassung oder Wiederzulassung', 'Registration or re-registration'),
  line('221.1.1', '27.90', 'Zulassung oder Wiederzulassung, online', 'Registration or re-registration, online'),
  line(
    '221.2',
    '27.00',
    'Umschreibung aus anderem Bezirk, neues Kennzeichen',
    'Keeper or address from another district, new plate',
  ),
  line(
    '221.2.1',
    '28.20',
    'Umschreibung aus anderem Bezirk, neues Kennzeichen, online',
    'Keeper or address from another district, new plate, online',
  ),
  line('221.3', '31.40', 'Ausfuhrkennzeichen', 'Export plate'),
  line('221.4', '10.20', 'Kurzzeitkennzeichen', 'Short-term plate'),
  line(
    '221.6',
    '11.60',
    'Wiederzulassung, gleicher Halter, reserviertes Kennzeichen',
    'Re-registration, same keeper, reserved plate',
  ),
  line(
    '221.7',
    '12.50',
    'Wiederzulassung, gleicher Halter, reserviertes Kennzeichen, online',
    'Re-registration, same keeper, reserved plate, online',
  ),
  line('221.8', '16.70', 'Halterwechsel, Kennzeichen bleibt', 'Change of keeper, plate kept'),
  line('221.8.1', '17.00', 'Halterwechsel, Kennzeichen bleibt, online', 'Change of keeper, plate kept, online'),
  line('221.9', '16.70', 'Umschreibung aus anderem Bezirk, Kennzeichen bleibt', 'From another district, plate kept'),
  line(
    '221.9.1',
    '17.00',
    'Umschreibung aus anderem Bezirk, Kennzeichen bleibt, online',
    'From another district, plate kept, online',
  ),
  line('221.10', '27.00', 'Halterwechsel, neues Kennzeichen', 'Change of keeper, new plate'),
  line('221.10.1', '27.90', 'Halterwechsel, neues Kennzeichen, online', 'Change of keeper, new plate, online'),
  line('224.1', '6.90', 'Außerbetriebsetzung', 'De-registration'),
  line('224.2', '5.70', 'Außerbetriebsetzung, online', 'De-registration, online'),
  line('224.3', '5.10', 'Verwertungsnachweis, gleichzeitig', 'Scrapping certificate, at the same time'),
  line('224.4', '10.20', 'Verwertungsnachweis, zu anderem Zeitpunkt', 'Scrapping certificate, at another time'),
  line('225', '10.20', 'Änderung oder Ersatz der Fahrzeugpapiere', 'Change or replacement of vehicle papers'),
  line(
    '225/certificate-1',
    '0.90',
    'Zuschlag für die Zulassungsbescheinigung Teil I',
    'Surcharge for the registration certificate part I',
    '225',
  ),
  line('225.1', '11.40', 'Adressänderung, gleicher Bezirk, online', 'Change of address, same district, online'),
  line('226.3', '5.10', 'Auskunft aus dem Fahrzeugregister', 'Information from the vehicle register'),
  line('228.1', '0.50', 'Plakette der Hauptuntersuchung', 'Inspection sticker'),
  line('228.2', '0.70', 'Stempelplakette ohne Wappen', 'Seal without arms'),
  line('228.2/arms', '1.20', 'Stempelplakette mit Wappen', 'Seal with arms', '228.2'),
  line('228.3', '0.30', 'Plakettenträger', 'Sticker carrier'),
  line('230', '2.60', 'Reservierung eines Kennzeichens', 'Reservation of a plate'),
  line('surcharge/wish-plate', '10.20', 'Zuschlag für ein Wunschkennzeichen', 'Surcharge for a wish plate', null),
  line(
    'surcharge/interchangeable-plate',
    '6.00',
    'Zuschlag für ein Wechselkennzeichen',
    'Surcharge for an interchangeable plate',
    null,
  ),
];

import type { Text } from '../../kit/data/text.ts';

/** Why a procedure cannot be started for a vehicle. */
export const procedureBlockCodes = [
  'NOT_OFFERED',
  'VEHICLE_OFF_THE_ROAD',
  'VEHICLE_REGISTERED',
  'OFF_THE_ROAD_TOO_LONG',
  'INSPECTION_OVERDUE',
  'PROCEDURE_RUNNING',
  'ASSURANCE_TOO_LOW',
] as const;
export type ProcedureBlockCode = (typeof procedureBlockCodes)[number];

export interface ProcedureBlock {
  code: ProcedureBlockCode;
  /** What stands in the way. */
  message: Text;
  /** What the citizen can do about it. */
  remedy: Text;
}

const texts: Record<ProcedureBlockCode, Omit<ProcedureBlock, 'code'>> = {
  NOT_OFFERED: {
    message: {
      de: 'Dieses Verfahren wird noch nicht online angeboten.',
      en: 'This procedure is not offered online yet.',
    },
    remedy: { de: 'Wenden Sie sich an die Zulassungsbehörde.', en: 'Turn to the registration authority.' },
  },
  VEHICLE_OFF_THE_ROAD: {
    message: { de: 'Das Fahrzeug ist außer Betrieb gesetzt.', en: 'The vehicle is off the road.' },
    remedy: { de: 'Lassen Sie es zuerst wieder zu.', en: 'Re-register it first.' },
  },
  VEHICLE_REGISTERED: {
    message: { de: 'Das Fahrzeug ist zugelassen.', en: 'The vehicle is registered.' },
    remedy: {
      de: 'Für ein zugelassenes Fahrzeug gibt es den Halterwechsel und die Adressänderung.',
      en: 'For a registered vehicle there are the change of keeper and the change of address.',
    },
  },
  OFF_THE_ROAD_TOO_LONG: {
    message: {
      de: 'Das Fahrzeug ist schon zu lange außer Betrieb; seine Daten im Register gelten nicht mehr.',
      en: 'The vehicle has been off the road for too long; what the register holds about it no longer counts.',
    },
    remedy: {
      de: 'Gehen Sie mit einem Gutachten nach § 21 StVZO zur Zulassungsbehörde.',
      en: 'Go to the registration authority with an expert report under § 21 StVZO.',
    },
  },
  INSPECTION_OVERDUE: {
    message: { de: 'Die Hauptuntersuchung ist überfällig.', en: 'The main inspection is overdue.' },
    remedy: {
      de: 'Lassen Sie das Fahrzeug prüfen; die Prüfstelle meldet das Ergebnis dem Register.',
      en: 'Have the vehicle inspected; the inspection body reports the result to the register.',
    },
  },
  PROCEDURE_RUNNING: {
    message: {
      de: 'Für dieses Fahrzeug läuft schon ein Verfahren.',
      en: 'There is a procedure under way for this vehicle already.',
    },
    remedy: {
      de: 'Warten Sie, bis es entschieden ist, oder ziehen Sie es zurück.',
      en: 'Wait until it is decided, or withdraw it.',
    },
  },
  ASSURANCE_TOO_LOW: {
    message: {
      de: 'Für dieses Verfahren müssen Sie sich mit einem Mittel höheren Vertrauensniveaus anmelden.',
      en: 'For this procedure you have to log in by means with a higher level of assurance.',
    },
    remedy: {
      de: 'Melden Sie sich mit dem Online-Ausweis an.',
      en: 'Log in with the eID of your identity card.',
    },
  },
};

export function procedureBlock(code: ProcedureBlockCode): ProcedureBlock {
  return { code, ...texts[code] };
}

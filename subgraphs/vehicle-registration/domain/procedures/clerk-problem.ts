import type { Text } from '../../../kit/data/text.ts';
import type { ProcedureProblem } from './procedure-problem.ts';

const arrange: Text = {
  de: 'Klären Sie es mit den Beteiligten, und berichtigen Sie Register und Papiere.',
  en: 'Arrange it with the people concerned, and correct register and papers.',
};

const texts = {
  PROCEDURE_UNKNOWN: [
    { de: 'Dieses Verfahren liegt nicht bei Ihrer Behörde.', en: 'This procedure is not before your authority.' },
    { de: 'Prüfen Sie die Kennung.', en: 'Check the identifier.' },
  ],
  NOT_WITH_CLERK: [
    { de: 'Über dieses Verfahren ist jetzt nicht zu entscheiden.', en: 'This procedure is not to be decided now.' },
    { de: 'Laden Sie es neu und sehen Sie, wo es steht.', en: 'Load it again and see where it stands.' },
  ],
  REASONS_REQUIRED: [
    { de: 'Wer ablehnt oder aufhebt, nennt die Gründe.', en: 'Whoever rejects or revokes states the reasons.' },
    { de: 'Geben Sie mindestens einen Grund an.', en: 'Give at least one reason.' },
  ],
  REASON_MALFORMED: [
    {
      de: 'Ein Grund hat 1 bis 500 Zeichen; mehr als 20 Gründe gehen nicht.',
      en: 'A reason has 1 to 500 characters, and there are 20 at most.',
    },
    { de: 'Kürzen Sie den Text.', en: 'Shorten the text.' },
  ],
  REVIEW_OVER: [
    { de: 'Diese Entscheidung wird nicht (mehr) überprüft.', en: 'This decision is not under review (any more).' },
    {
      de: 'Nur automatische Entscheidungen werden einen Monat lang überprüft.',
      en: 'Only automatic decisions are reviewed, for a month.',
    },
  ],
  FOUR_EYES: [
    { de: 'Sie haben die Aufhebung selbst vorgeschlagen.', en: 'You proposed the revocation yourself.' },
    {
      de: 'Jemand anderes aus Ihrer Behörde muss darüber entscheiden.',
      en: 'Somebody else of your authority has to decide on it.',
    },
  ],
  NOT_PARKED: [
    {
      de: 'Die Zustellung dieses Verfahrens ist nicht angehalten.',
      en: 'The delivery of this procedure is not held up.',
    },
    { de: 'Es ist nichts zu tun.', en: 'There is nothing to do.' },
  ],
  FORMER_STATE_UNKNOWN: [
    {
      de: 'Aufgehoben; aber wie das Fahrzeug vorher eingetragen war, ist hier nicht mehr bekannt. Die Daten bleiben, wie sie sind.',
      en: 'Revoked; but how the vehicle was registered before is not known here any more. Its data stay as they are.',
    },
    arrange,
  ],
  VEHICLE_CHANGED_SINCE: [
    {
      de: 'Aufgehoben; aber das Fahrzeug wurde seither noch einmal geändert. Die Daten bleiben, wie sie sind.',
      en: 'Revoked; but the vehicle was changed once more since. Its data stay as they are.',
    },
    arrange,
  ],
  PROCEDURE_UNDER_WAY: [
    {
      de: 'Aufgehoben; aber für das Fahrzeug läuft schon ein weiteres Verfahren. Die Daten bleiben, wie sie sind.',
      en: 'Revoked; but another procedure about the vehicle is under way. Its data stay as they are.',
    },
    arrange,
  ],
  PLATE_TAKEN_SINCE: [
    {
      de: 'Aufgehoben; aber das Kennzeichen ist inzwischen anderweitig vergeben. Das Fahrzeug bleibt außer Betrieb.',
      en: 'Revoked; but the plate was given to somebody else meanwhile. The vehicle stays off the road.',
    },
    arrange,
  ],
} satisfies Record<string, readonly [message: Text, remedy: Text]>;
export type ClerkProblemCode = keyof typeof texts;

/** Why something was not done that a clerk wanted. */
export function clerkProblem(code: ClerkProblemCode): ProcedureProblem {
  const [message, remedy] = texts[code];
  return { code, field: null, message, remedy };
}

const longestReason = 500;
const mostReasons = 20;

/** What is wrong with the reasons for a decision; null for nothing. */
export function reasonsProblem(reasons: readonly string[], areRequired: boolean): ProcedureProblem | null {
  if (areRequired && reasons.length === 0) return clerkProblem('REASONS_REQUIRED');
  const isGood = reasons.every(
    (reason) => reason.trim() !== '' && reason.length <= longestReason && !reason.includes('\0'),
  );
  return isGood && reasons.length <= mostReasons ? null : clerkProblem('REASON_MALFORMED');
}

import type { Text } from '../../../kit/data/text.ts';

interface Texts {
  message: Text;
  remedy: Text | null;
}

const texts = (messageDe: string, messageEn: string, remedyDe?: string, remedyEn?: string): Texts => ({
  message: { de: messageDe, en: messageEn },
  remedy: remedyDe && remedyEn ? { de: remedyDe, en: remedyEn } : null,
});

/** What was given. */
const ofInput = {
  INPUT_MISSING: texts('Diese Angabe fehlt noch.', 'This is still missing.', 'Ergänzen Sie sie.', 'Add it.'),
  INPUT_NOT_ASKED: texts(
    'Diese Angabe wird in diesem Verfahren nicht gebraucht.',
    'This procedure does not ask for this.',
    'Lassen Sie sie weg.',
    'Leave it out.',
  ),
  INPUT_FIXED: texts(
    'Diese Angabe folgt aus dem Fahrzeug, mit dem Sie begonnen haben.',
    'This follows from the vehicle that you began with.',
    'Beginnen Sie für ein anderes Fahrzeug ein neues Verfahren.',
    'Start another procedure for another vehicle.',
  ),
  PLATE_AMBIGUOUS: texts(
    'Dieses Kennzeichen lässt sich auf mehrere Arten lesen: {readings}.',
    'This plate can be read in several ways: {readings}.',
    'Trennen Sie das Unterscheidungszeichen ab, zum Beispiel B-AB 123.',
    'Separate the district code, for example B-AB 123.',
  ),
  RESIDENCE_MALFORMED: texts(
    'Der Hauptwohnsitz wird als amtlicher Gemeindeschlüssel mit acht Ziffern angegeben.',
    'The main residence is given as the municipality key (AGS) of eight digits.',
  ),
  RESIDENCE_NOT_SERVED: texts(
    'Für diesen Wohnsitz nimmt hier keine Zulassungsbehörde Anträge an.',
    'No registration authority takes applications here for this residence.',
    'Wenden Sie sich an die Zulassungsbehörde Ihres Wohnsitzes.',
    'Turn to the registration authority of your residence.',
  ),
  CODE_MALFORMED: texts(
    'Dieser Sicherheitscode hat nicht die richtige Form.',
    'This security code does not have the right form.',
    'Siegel haben 3 Zeichen, die Zulassungsbescheinigung Teil I 7, Teil II 12. Groß- und Kleinschreibung zählt.',
    'Seals have 3 characters, registration certificate I 7, II 12. Upper and lower case differ.',
  ),
  VIN_FIRST: texts(
    'Der Code der Zulassungsbescheinigung Teil II wird zusammen mit der Fahrzeug-Identifizierungsnummer geprüft.',
    'The code of registration certificate II is checked together with the vehicle identification number.',
    'Geben Sie beide zusammen an.',
    'Give both together.',
  ),
  INSURANCE_MALFORMED: texts(
    'Die eVB-Nummer Ihrer Versicherung hat sieben Buchstaben oder Ziffern.',
    'The confirmation number (eVB) of your insurance has seven letters or digits.',
  ),
  MANDATE_MALFORMED: texts(
    'Das SEPA-Mandat wird mit seiner Referenz angegeben, höchstens 35 Buchstaben, Ziffern und Bindestriche.',
    'The SEPA mandate is given by its reference, 35 letters, digits and hyphens at most.',
    'Erteilen Sie das Mandat für die Kfz-Steuer unter Zahlungen und übernehmen Sie die Referenz.',
    'Give the mandate for the vehicle tax under payments and take its reference.',
  ),
  DAY_MALFORMED: texts('Erwartet wird ein Tag: JJJJ-MM-TT.', 'A day is expected: YYYY-MM-DD.'),
  INSPECTION_OVERDUE: texts(
    'Die Hauptuntersuchung ist überfällig.',
    'The main inspection is overdue.',
    'Lassen Sie das Fahrzeug prüfen.',
    'Have the vehicle inspected.',
  ),
  SCRAPPING_CERTIFICATE: texts(
    'Ein Fahrzeug mit Verwertungsnachweis kann nicht wieder zugelassen werden.',
    'A vehicle with a scrapping certificate cannot be registered again.',
  ),
  RESERVATION_UNKNOWN: texts(
    'Diese Reservierung gibt es nicht, oder sie ist abgelaufen.',
    'There is no such reservation, or it has expired.',
    'Reservieren Sie das Kennzeichen, oder lassen Sie sich eines zuteilen.',
    'Reserve the plate, or let the authority give one out.',
  ),
  PLATE_NOT_OF_AUTHORITY: texts(
    'Dieses Kennzeichen gibt Ihre Zulassungsbehörde nicht aus.',
    'Your registration authority does not give out this plate.',
    'Wählen Sie eines mit einem Unterscheidungszeichen Ihrer Behörde: {districts}.',
    'Choose one with a district code of your authority: {districts}.',
  ),
};

/** What the checks found. */
const ofChecks = {
  CODES_WRONG: texts(
    'Fahrzeug und Sicherheitscodes passen nicht zusammen.',
    'The vehicle and the security codes do not match.',
    'Vergleichen Sie alle Angaben. Sie können sie noch {left}-mal berichtigen; danach entscheidet die Behörde.',
    'Compare everything that you gave. You can correct it {left} more times; after that the authority decides.',
  ),
  CORRECTIONS_USED_UP: texts(
    'Kennzeichen und Sicherheitscodes passen auch nach der letzten Berichtigung nicht zusammen.',
    'Plate and security codes do not match after the last correction either.',
    'Gehen Sie mit den Papieren und Kennzeichen zur Zulassungsbehörde.',
    'Go to the registration authority with papers and plates.',
  ),
  TOO_MANY_WRONG_CODES: texts(
    'Sie haben heute zu oft falsche Codes angegeben.',
    'You gave wrong codes too often today.',
    'Versuchen Sie es morgen wieder, oder gehen Sie zur Zulassungsbehörde.',
    'Try again tomorrow, or go to the registration authority.',
  ),
  ALREADY_KEEPER: texts('Sie sind bereits Halter dieses Fahrzeugs.', 'You are the keeper of this vehicle already.'),
  VEHICLE_KNOWN: texts(
    'Dieses Fahrzeug war schon zugelassen.',
    'This vehicle has been registered before.',
    'Beantragen Sie die Wiederzulassung oder die Umschreibung.',
    'Apply for re-registration or for a change of keeper.',
  ),
  REGISTER_NO_MATCH: texts(
    'Das zentrale Fahrzeugregister kennt das Fahrzeug anders.',
    'The federal vehicle register knows the vehicle differently.',
    'Vergleichen Sie die Angaben mit der Zulassungsbescheinigung, oder wenden Sie sich an die Zulassungsbehörde.',
    'Compare what you gave with the registration certificate, or turn to the registration authority.',
  ),
  VEHICLE_SCRAPPED: texts(
    'Für das Fahrzeug gibt es einen Verwertungsnachweis.',
    'There is a scrapping certificate for the vehicle.',
    'Es kann nicht mehr zugelassen werden.',
    'It cannot be registered any more.',
  ),
  INSURANCE_UNKNOWN: texts(
    'Die Versicherer kennen diese eVB-Nummer nicht.',
    'The insurers do not know this confirmation number (eVB).',
    'Fragen Sie Ihre Versicherung nach einer eVB-Nummer.',
    'Ask your insurer for a confirmation number.',
  ),
  INSURANCE_LAPSED: texts(
    'Diese eVB-Nummer ist abgelaufen; sie gilt sechs Monate.',
    'This confirmation number (eVB) has lapsed; it holds for six months.',
    'Fragen Sie Ihre Versicherung nach einer neuen.',
    'Ask your insurer for a new one.',
  ),
  TAX_ARREARS: texts(
    'Es ist Kraftfahrzeugsteuer offen. Bis sie bezahlt ist, darf kein Fahrzeug auf Sie zugelassen werden (KraftStG § 13).',
    'Vehicle tax is owed. Until it is paid no vehicle may be registered for you (KraftStG § 13).',
    'Begleichen Sie den Rückstand beim Hauptzollamt.',
    'Pay the arrears at the main customs office.',
  ),
  CHECK_UNAVAILABLE: texts(
    'Eine Prüfung war nicht möglich, weil das zuständige Register nicht antwortet.',
    'A check was not possible because the register in charge does not answer.',
    'Versuchen Sie es später wieder. Ihre Angaben bleiben 30 Minuten erhalten.',
    'Try again later. What you gave is kept for 30 minutes.',
  ),
  CHANGED_MEANWHILE: texts(
    'Während der Prüfung wurden Angaben geändert.',
    'Something was changed while it was checked.',
    'Lassen Sie noch einmal prüfen.',
    'Have it checked again.',
  ),
};

/** What somebody wanted to do. */
const ofActions = {
  PROCEDURE_UNKNOWN: texts('Ein solches Verfahren gibt es nicht.', 'There is no such procedure.'),
  VEHICLE_UNKNOWN: texts('Sie haben kein solches Fahrzeug.', 'You have no such vehicle.'),
  VEHICLE_REQUIRED: texts(
    'Dieses Verfahren betrifft ein Fahrzeug, dessen Halter Sie sind.',
    'This procedure is about a vehicle whose keeper you are.',
    'Geben Sie an, welches.',
    'Say which one.',
  ),
  VEHICLE_NOT_EXPECTED: texts(
    'Dieses Verfahren betrifft ein Fahrzeug, dessen Halter Sie noch nicht sind.',
    'This procedure is about a vehicle whose keeper you are not yet.',
    'Beginnen Sie es ohne Fahrzeug, mit der Fahrzeug-Identifizierungsnummer und den Codes.',
    'Start it without a vehicle, with its identification number and its codes.',
  ),
  WRONG_STATE: texts(
    'Das geht in diesem Stand des Verfahrens nicht.',
    'This cannot be done at this stage of the procedure.',
    'Sehen Sie unter den möglichen Handlungen nach.',
    'See which actions are available.',
  ),
  NOT_CHECKED: texts(
    'Die Angaben sind noch nicht geprüft.',
    'What was given has not been checked yet.',
    'Lassen Sie sie prüfen.',
    'Have it checked.',
  ),
  BEING_DELIVERED: texts(
    'Der Antrag ist eingegangen und wartet auf die Behörde.',
    'The application has been received and waits for the authority.',
    'Warten Sie, bis er dort angekommen ist.',
    'Wait until it has arrived there.',
  ),
  PROCEDURE_RUNNING: texts(
    'Für dieses Fahrzeug läuft schon ein Verfahren.',
    'There is a procedure under way for this vehicle already.',
    'Warten Sie, bis es entschieden ist, oder ziehen Sie es zurück.',
    'Wait until it is decided, or withdraw it.',
  ),
  IDEMPOTENCY_CONFLICT: texts(
    'Dieser Schlüssel wurde schon für eine andere Anfrage verwendet.',
    'This key was used for another request already.',
    'Verwenden Sie für jede neue Anfrage einen neuen.',
    'Use a new one for each new request.',
  ),
  IDEMPOTENCY_KEY_MALFORMED: texts(
    'Der Schlüssel hat 1 bis 128 Zeichen.',
    'The key has 1 to 128 characters.',
    'Nehmen Sie zum Beispiel eine UUID.',
    'Take a UUID, for example.',
  ),
  DECISION_NOT_MADE: texts(
    'Es ist noch nicht entschieden.',
    'It has not been decided yet.',
    'Warten Sie auf die Entscheidung.',
    'Wait for the decision.',
  ),
  DECISION_POSTED: texts(
    'Die Frist zum Abruf ist vorbei; die Entscheidung kommt mit der Post.',
    'The time to retrieve it is over; the decision comes by post.',
    'Sie gilt am dritten Tag nach der Aufgabe als zugestellt.',
    'It counts as delivered on the third day after posting.',
  ),
  PLATE_TAKEN: texts(
    'Dieses Kennzeichen ist vergeben oder reserviert.',
    'This plate is in use or reserved.',
    'Suchen Sie ein anderes.',
    'Look for another one.',
  ),
  RESERVATION_LIMIT: texts(
    'Sie haben schon {most} Kennzeichen reserviert; mehr gehen nicht.',
    'You have reserved {most} plates already; that is the most.',
    'Geben Sie eine Reservierung auf.',
    'Give up a reservation.',
  ),
  RESERVATION_IN_USE: texts(
    'Dieses Kennzeichen gehört zu einem laufenden Verfahren.',
    'This plate belongs to a procedure under way.',
    'Ziehen Sie das Verfahren zuerst zurück.',
    'Withdraw the procedure first.',
  ),
};

export const problemTexts = { ...ofInput, ...ofChecks, ...ofActions } satisfies Record<string, Texts>;
export type ProcedureProblemCode = keyof typeof problemTexts;

import { createHash, randomUUID } from 'node:crypto';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';

/** The district of Rotenburg (Wümme), roughly: what lies outside is somebody else's street. */
const district = { south: 52.95, north: 53.75, west: 8.95, east: 9.85 };
const largestPhoto = 150_000;
const photoStarts = ['ffd8ff', '89504e47', '52494646'];

const texts = {
  TEXT_INVALID: {
    de: ['Die Beschreibung hat 5 bis 1.000 Zeichen.', 'Beschreiben Sie kurz, was zu sehen ist.'],
    en: ['The text has 5 to 1,000 characters.', 'Describe in short what there is to see.'],
  },
  PLACE_OUTSIDE: {
    de: ['Der Ort liegt nicht im Landkreis Rotenburg (Wümme).', 'Melden Sie es der Verwaltung dort.'],
    en: ['The place is not in the district of Rotenburg (Wümme).', 'Report it to the administration there.'],
  },
  PHOTO_INVALID: {
    de: ['Das Foto ist kein JPEG, PNG oder WebP von höchstens 150 KB.', 'Verkleinern Sie es oder lassen Sie es weg.'],
    en: ['The photo is no JPEG, PNG or WebP of at most 150 KB.', 'Make it smaller or leave it out.'],
  },
  IDEMPOTENCY_CONFLICT: {
    de: ['Mit diesem Schlüssel wurde schon etwas anderes gemeldet.', 'Nehmen Sie einen neuen Schlüssel.'],
    en: ['Something else was reported with this key before.', 'Take a new key.'],
  },
};

function problem(code, field, language) {
  const [message, remedy] = texts[code][language === 'en' ? 'en' : 'de'];
  return { code, message, field: ['input', field], remedy };
}

function isPhoto(base64) {
  const bytes = Buffer.from(base64, 'base64');
  return bytes.length <= largestPhoto && photoStarts.some((start) => bytes.toString('hex', 0, 4).startsWith(start));
}

function check({ text, place, photo }, language) {
  const { latitude, longitude } = place;
  const isInside =
    latitude > district.south && latitude < district.north && longitude > district.west && longitude < district.east;
  return [
    ...(text.trim().length >= 5 && text.length <= 1_000 ? [] : [problem('TEXT_INVALID', 'text', language)]),
    ...(isInside ? [] : [problem('PLACE_OUTSIDE', 'place', language)]),
    ...(photo === undefined || photo === null || isPhoto(photo) ? [] : [problem('PHOTO_INVALID', 'photo', language)]),
  ];
}

/** Complaints in a file of lines, each a JSON object; what stands there is kept for good. @param {string} file */
export function openComplaints(file) {
  const byTicket = new Map();
  const byKey = new Map();
  const keep = (complaint) => {
    byTicket.set(complaint.ticket, complaint);
    byKey.set(complaint.key, complaint);
  };
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
  for (const line of lines.filter(Boolean)) keep(JSON.parse(line));

  return {
    find: (ticket) => byTicket.get(ticket) ?? null,
    report({ idempotencyKey, ...input }, language) {
      const digest = createHash('sha256').update(JSON.stringify(input)).digest('hex');
      const known = byKey.get(idempotencyKey);
      if (known && known.digest === digest) return { complaint: known, problems: [] };
      if (known) return { problems: [problem('IDEMPOTENCY_CONFLICT', 'idempotencyKey', language)] };
      const problems = check(input, language);
      if (problems.length > 0) return { problems };
      const complaint = {
        ...input,
        ticket: randomUUID(),
        key: idempotencyKey,
        digest,
        hasPhoto: Boolean(input.photo),
        status: 'RECEIVED',
        reportedAt: new Date().toISOString(),
      };
      appendFileSync(file, `${JSON.stringify(complaint)}\n`, { mode: 0o600, flush: true });
      keep(complaint);
      return { complaint, problems: [] };
    },
  };
}

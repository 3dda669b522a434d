import { randomUUID } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';

/**
 * @typedef {object} Dog
 * @property {string} id
 * @property {string} keeper the citizen's pseudonym in this service
 * @property {string} name
 * @property {string} breed
 * @property {string | null} bornOn
 * @property {string} chipNumber
 * @property {string} keptSince
 * @property {number} tag
 * @property {string | null} lastDay
 * @property {{ ground: string, percentToPay: number, until: string | null } | null} exemption
 */

const tables = `
  CREATE TABLE IF NOT EXISTS dog (
    tag INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, keeper TEXT NOT NULL, name TEXT NOT NULL, breed TEXT NOT NULL,
    bornOn TEXT, chipNumber TEXT NOT NULL, keptSince TEXT NOT NULL, lastDay TEXT, exemption TEXT,
    idempotencyKey TEXT NOT NULL, UNIQUE (keeper, idempotencyKey)
  ) STRICT;
  CREATE UNIQUE INDEX IF NOT EXISTS one_dog_per_chip ON dog (chipNumber) WHERE lastDay IS NULL;
  CREATE TABLE IF NOT EXISTS paid_tax (
    dogId TEXT NOT NULL, year INTEGER NOT NULL, paymentId TEXT NOT NULL, cents INTEGER NOT NULL, PRIMARY KEY (dogId, year)
  ) STRICT;
  CREATE TABLE IF NOT EXISTS webhook (id TEXT PRIMARY KEY) STRICT;
  CREATE TABLE IF NOT EXISTS signing_key (kid TEXT PRIMARY KEY, jwk TEXT NOT NULL) STRICT;
`;

/** @returns {Dog} */
const dogOf = (row) => ({ ...row, exemption: row.exemption === null ? null : JSON.parse(row.exemption) });

/** The city's dogs in one SQLite file. @param {string} file */
export function openStore(file) {
  const db = new DatabaseSync(file);
  db.exec(`PRAGMA journal_mode = WAL; PRAGMA busy_timeout = 2000; ${tables}`);
  const find = db.prepare('SELECT * FROM dog WHERE id = ? AND keeper = ?');
  const findByKey = db.prepare('SELECT * FROM dog WHERE keeper = ? AND idempotencyKey = ?');
  const list = db.prepare('SELECT * FROM dog WHERE keeper = ? ORDER BY keptSince, tag LIMIT 20');
  const count = db.prepare('SELECT count(*) AS dogs FROM dog WHERE keeper = ? AND lastDay IS NULL');
  const insert = db.prepare(
    `INSERT INTO dog (id, keeper, name, breed, bornOn, chipNumber, keptSince, idempotencyKey)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
  );
  const end = db.prepare('UPDATE dog SET lastDay = ? WHERE id = ? AND keeper = ? AND lastDay IS NULL');
  const exempt = db.prepare('UPDATE dog SET exemption = ? WHERE id = ? AND keeper = ? AND lastDay IS NULL');
  const payment = db.prepare('SELECT paymentId FROM paid_tax WHERE dogId = ? AND year = ?');

  return {
    /** A dog of this keeper; somebody else's is like none. @returns {Dog | null} */
    dog(id, keeper) {
      const row = find.get(id, keeper);
      return row ? dogOf(row) : null;
    },
    /** @returns {Dog[]} */
    dogsOf: (keeper) => list.all(keeper).map(dogOf),
    countOf: (keeper) => Number(count.get(keeper).dogs),
    /** The dog that was registered under this key before. @returns {Dog | null} */
    registeredAs(keeper, idempotencyKey) {
      const row = findByKey.get(keeper, idempotencyKey);
      return row ? dogOf(row) : null;
    },
    /** Registers a dog; null where another one has the chip. @returns {Dog | null} */
    register(keeper, { name, breed, bornOn, chipNumber, keptSince, idempotencyKey }) {
      insert.run(randomUUID(), keeper, name, breed, bornOn ?? null, chipNumber, keptSince, idempotencyKey);
      return this.registeredAs(keeper, idempotencyKey);
    },
    deregister: (id, keeper, lastDay) => end.run(lastDay, id, keeper),
    exempt: (id, keeper, exemption) => exempt.run(JSON.stringify(exemption), id, keeper),
    /** @returns {string | null} */
    paymentOf: (dogId, year) => payment.get(dogId, year)?.paymentId ?? null,
    /** Notes a payment once, however often the webhook comes. */
    notePayment(webhookId, { dogId, year, paymentId, cents }) {
      db.exec('BEGIN IMMEDIATE');
      try {
        if (db.prepare('INSERT INTO webhook (id) VALUES (?) ON CONFLICT DO NOTHING').run(webhookId).changes > 0)
          db.prepare('INSERT INTO paid_tax VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING').run(
            dogId,
            year,
            paymentId,
            cents,
          );
        db.exec('COMMIT');
      } catch (error) {
        db.exec('ROLLBACK');
        throw error;
      }
    },
    /** The private key of this service, made once. @param {() => Promise<{ kid: string }>} make */
    async signingKey(make) {
      const known = () => db.prepare('SELECT jwk FROM signing_key LIMIT 1').get();
      if (!known()) {
        const jwk = await make();
        db.prepare('INSERT INTO signing_key VALUES (?, ?)').run(jwk.kid, JSON.stringify(jwk));
      }
      return JSON.parse(known().jwk);
    },
    close: () => db.close(),
  };
}

import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, SignJWT } from 'jose';

async function makeKey() {
  const { privateKey, publicKey } = await generateKeyPair('EdDSA', { extractable: true });
  const kid = await calculateJwkThumbprint(await exportJWK(publicKey));
  return { ...(await exportJWK(privateKey)), kid, alg: 'EdDSA', use: 'sig' };
}

/**
 * Signs fee demands: what payments needs to take money for this service, handed over by the citizen.
 * Payments reads the keys under /.well-known/jwks.json.
 * @param {ReturnType<typeof import('./store.js').openStore>} store
 * @param {string} authority AGS
 */
export async function createFeeDemands(store, authority) {
  const { d, ...publicJwk } = await store.signingKey(makeKey);
  const key = await importJWK({ ...publicJwk, d }, 'EdDSA');
  return {
    jwks: { keys: [publicJwk] },
    /** The demand for a dog's tax of a year; the same dog and year is the same demand. */
    demand(dog, { year, position, cents }) {
      const line = {
        number: null,
        text: { de: `Hundesteuer ${year}, ${position}. Hund`, en: `Dog tax ${year}, dog ${position}` },
        cents,
      };
      return new SignJWT({
        authority,
        purpose: { de: `Hundesteuer ${year}, Marke ${dog.tag}`, en: `Dog tax ${year}, tag ${dog.tag}` },
        lines: [line],
      })
        .setProtectedHeader({ alg: 'EdDSA', kid: publicJwk.kid, typ: 'amtgraph-fee-demand+jwt' })
        .setIssuer('dog-registration')
        .setAudience('payments')
        .setSubject(`${dog.id}/${year}`)
        .setJti(`${dog.id}/${year}`)
        .setIssuedAt()
        .setExpirationTime('1h')
        .sign(key);
    },
  };
}

/** Algorithms of signatures that are accepted, all with a public key: one that is shared or absent proves nothing. */
export const algorithms = ['EdDSA', 'Ed25519', 'ES256', 'ES384', 'PS256', 'RS256'];

/** A signed JWT as it is written (RFC 7515, 7.1): readers of base64 forgive other letters, and one token would have many texts. */
export const compactForm = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/** Characters of the longest token that is looked at. */
export const longestToken = 8_192;

/** By how much the issuer's clock and this one may differ. */
export const leewaySeconds = 60;

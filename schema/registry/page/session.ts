import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { JWK } from 'jose';
import { errors, jwtVerify, SignJWT } from 'jose';

/** Somebody who showed a token to the page. */
export interface PageSession {
  tokenId: string;
  /** Goes into every form, so that no other site can send one. */
  formToken: string;
}

export interface PageSessions {
  /** The cookie's value for the holder of a token. */
  begin(tokenId: string): Promise<string>;
  /** Undefined where the cookie is none of ours, or its time is over. */
  read(cookie: string | undefined): Promise<PageSession | undefined>;
  /** Whether a form came from a page of this session. */
  isFormOf(session: PageSession, formToken: unknown): boolean;
}

export const sessionSeconds = 8 * 3_600;
const audience = 'registry-page';

/**
 * Sessions of the page live in a signed cookie that names a token and holds no secret, so that several registries serve one session. Whether the
 * token still holds is looked up at each request: what is revoked is out at once.
 */
export function createPageSessions(signingKey: JWK, clock: () => Date): PageSessions {
  const secret = new Uint8Array(hkdfSync('sha256', Buffer.from(signingKey.d ?? '', 'base64url'), '', audience, 32));
  const formTokenOf = (cookie: string) => createHmac('sha256', secret).update(`form:${cookie}`).digest('base64url');

  return {
    begin(tokenId) {
      const now = Math.floor(clock().getTime() / 1_000);
      return new SignJWT()
        .setProtectedHeader({ alg: 'HS256' })
        .setSubject(tokenId)
        .setAudience(audience)
        .setIssuedAt(now)
        .setExpirationTime(now + sessionSeconds)
        .sign(secret);
    },
    async read(cookie) {
      if (!cookie) return undefined;
      try {
        const rules = { audience, algorithms: ['HS256'], currentDate: clock() };
        const { payload } = await jwtVerify(cookie, secret, rules);
        return payload.sub ? { tokenId: payload.sub, formToken: formTokenOf(cookie) } : undefined;
      } catch (error) {
        if (error instanceof errors.JOSEError) return undefined;
        throw error;
      }
    },
    isFormOf({ formToken }, given) {
      if (typeof given !== 'string') return false;
      const [expected, actual] = [Buffer.from(formToken), Buffer.from(given)];
      return expected.length === actual.length && timingSafeEqual(expected, actual);
    },
  };
}

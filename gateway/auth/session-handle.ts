import { createHmac } from 'node:crypto';

/** `Citizen.id` of a login session (docs/decisions/001). */
export function sessionHandle(secret: string, session: string, subject: string): string {
  return createHmac('sha256', secret).update(`session:${session}:${subject}`).digest('base64url');
}

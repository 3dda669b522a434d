import { useId } from 'react';
import type { Session } from './login/session.ts';
import type { Language, Texts } from './texts.ts';

interface AccountBarProps {
  texts: Texts;
  language: Language;
  session: Session | undefined;
  onLogIn: () => void;
  onLogOut: () => void;
}

/** Says whether somebody is logged in, at which level and until when, with the button to change that. */
export function AccountBar({ texts, language, session, onLogIn, onLogOut }: AccountBarProps) {
  const statusId = useId();
  return (
    <section className="account" aria-label={texts.account}>
      <p className="account-status" id={statusId} role="status">
        {session === undefined ? texts.loggedOut : <SessionStatus {...{ texts, language, session }} />}
      </p>
      <button
        type="button"
        className="account-button"
        aria-describedby={statusId}
        onClick={session === undefined ? onLogIn : onLogOut}
      >
        {session === undefined ? texts.logIn : texts.logOut}
      </button>
    </section>
  );
}

function SessionStatus({
  texts,
  language,
  session,
}: Pick<AccountBarProps, 'texts' | 'language'> & { session: Session }) {
  const end = new Date(session.expiresAt);
  const time = end.toLocaleTimeString(language, { hour: '2-digit', minute: '2-digit', hour12: false });
  return (
    <>
      <span>
        {texts.loggedIn} <time dateTime={end.toISOString()}>{texts.until(time)}</time>
      </span>
      {session.level === undefined ? null : (
        <span className="account-level">{texts.level(shortLevel(session.level))}</span>
      )}
    </>
  );
}

/** Issuers name levels plainly (`HIGH`) or as the last part of an address (`http://eidas.europa.eu/LoA/high`). */
function shortLevel(acr: string): string {
  return /[^/:#]+$/.exec(acr)?.[0].toUpperCase() ?? acr;
}

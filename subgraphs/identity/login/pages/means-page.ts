import { storkLevel } from '../../domain/assurance-level.ts';
import type { MeansOfIdentification } from '../../domain/means-of-identification.ts';
import type { LoginAttempt } from '../login-attempt.ts';
import { html, type Html } from '../../../../platform/html.ts';
import { layout } from './layout.ts';
import { texts } from './texts.ts';

/** The first page: which means of identification. It offers only those that reach the level asked for. */
export function meansPage(attempt: LoginAttempt): string {
  const { language, offered, clientName, wanted, current } = attempt;
  const text = texts[language];
  const isSpecimen = offered.some((means) => means.isSpecimen);
  if (offered.length === 0) return layout(attempt, { title: text.noMeans, content: noMeans(attempt) });
  const content = html`
    ${whoIsLoggedIn(attempt)}
    <h1>${text.chooseMeans}</h1>
    <p class="lead">${current ? text.stepUp(text.level[wanted]) : text.chooseMeansFor(clientName)}</p>
    <ul class="cards">
      ${offered.map((means) => card(means, attempt))}
    </ul>
    ${cancelForm(attempt)}
  `;
  return layout(attempt, { title: text.chooseMeans, content, isSpecimen });
}

function card(means: MeansOfIdentification, { language, issuer, uid }: LoginAttempt): Html {
  return html`<li>
    <a class="card" href="${issuer}/login/${uid}/${means.id}">
      <strong>${means.title[language]}</strong>
      <span class="detail">${means.description[language]}</span>
      ${levelBadge(means, language)}
    </a>
  </li>`;
}

/** The level in words and as a bar of four; the number is the one that German portals use. */
export function levelBadge({ level }: MeansOfIdentification, language: LoginAttempt['language']): Html {
  const text = texts[language];
  return html`<span class="level level-${storkLevel[level]}">
    <span class="steps" aria-hidden="true"><i></i><i></i><i></i><i></i></span>
    ${text.levelLabel}: ${text.level[level]}
  </span>`;
}

export function whoIsLoggedIn({ current, language }: LoginAttempt): Html | false {
  return current !== undefined && html`<p class="who">${texts[language].loggedInAs(current.fullName)}</p>`;
}

export function cancelForm({ issuer, uid, language }: LoginAttempt): Html {
  return html`<form method="post" action="${issuer}/login/${uid}/cancel" class="aside">
    <button class="plain">${texts[language].cancel}</button>
  </form>`;
}

function noMeans(attempt: LoginAttempt): Html {
  const text = texts[attempt.language];
  const hint = attempt.wanted === 'NORMAL' ? text.noMeansHint : text.noMeansForLevel(text.level[attempt.wanted]);
  return html`<h1>${text.noMeans}</h1>
    <p class="lead">${hint}</p>
    ${cancelForm(attempt)}`;
}

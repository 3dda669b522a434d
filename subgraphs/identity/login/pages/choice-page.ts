import type { MeansOfIdentification, Start } from '../../domain/means-of-identification.ts';
import type { LoginAttempt } from '../login-attempt.ts';
import { html } from '../../../../platform/html.ts';
import { layout } from './layout.ts';
import { cancelForm, levelBadge, whoIsLoggedIn } from './means-page.ts';
import { texts } from './texts.ts';

export interface ChoicePage {
  attempt: LoginAttempt;
  means: MeansOfIdentification;
  start: Extract<Start, { kind: 'choice' }>;
  /** Why the last answer was refused. */
  problem?: string;
}

/** The second page, for means that let one choose: each answer is a button, so that one press is enough. */
export function choicePage({ attempt, means, start, problem }: ChoicePage): string {
  const { language, issuer, uid } = attempt;
  const text = texts[language];
  const title = text.identify(means.title[language]);
  const content = html`
    ${whoIsLoggedIn(attempt)}
    <h1>${means.title[language]}</h1>
    <p>${levelBadge(means, language)}</p>
    ${problem !== undefined && html`<p class="problem" role="alert">${problem}</p>`}
    <form method="post" action="${issuer}/login/${uid}/${means.id}">
      <fieldset>
        <legend>${start.legend}</legend>
        <div class="people">
          ${start.options.map(
            (option) =>
              html`<button class="card" name="${start.field}" value="${option.value}">
                <strong>${option.title}</strong> <span class="detail">${option.detail}</span>
              </button>`,
          )}
        </div>
      </fieldset>
    </form>
    <p class="aside"><a href="${issuer}/login/${uid}">${text.otherMeans}</a></p>
    ${cancelForm(attempt)}
  `;
  return layout(attempt, { title, content, isSpecimen: means.isSpecimen });
}

import { diffLinesRaw, DIFF_DELETE, DIFF_INSERT } from 'jest-diff';
import { html, type Html } from '../../../../platform/html.ts';
import { launchFields, type LaunchSummary } from '../../cli/launch-summary.ts';
import { form, moment, type PageContext } from '../page.ts';
import { launchTable, lower, olderLink, tag } from './parts.ts';
import type { View } from './view.ts';

const length = 50;

export const launches: View<{ variant: { launches: LaunchSummary[] } | null }> = {
  path: '/variants/:ref/launches',
  query: `query ($ref: ID!, $before: ID) { variant(ref: $ref) { launches(first: ${length}, before: $before) { ${launchFields} } } }`,
  variables: ({ ref, before }) => ({ ref, before: before || null }),
  render({ variant }, context) {
    if (!variant) return null;
    const { text, ref } = context;
    const content = html`<h1>${text.launches}</h1>
      <p class="lead">${ref}</p>
      ${launchTable(variant.launches, context)} ${olderLink(variant.launches, length, ({ id }) => id, text)}`;
    return { title: text.launches, content, section: 'launches' };
  },
};

interface Version {
  id: string;
  sdl: string;
  url: string;
}

interface Launch extends LaunchSummary {
  ref: string;
  approvedBy: { holder: string } | null;
  diff: {
    subgraphs: { name: string; before: Version | null; after: Version | null }[];
    api: { code: string; criticality: string; message: string; coordinate: string | null }[];
  };
}

const linesAround = 3;

/** Lines that differ, with a few around them; the others are left out. */
function sdlDiff(before: string, after: string, { text }: PageContext): Html {
  const lines = diffLinesRaw(before.split('\n'), after.split('\n'));
  const differs = lines.map((line) => line[0] === DIFF_DELETE || line[0] === DIFF_INSERT);
  const isNear = (index: number) =>
    differs.slice(Math.max(0, index - linesAround), index + linesAround + 1).some(Boolean);
  const shown = lines.flatMap((line, index) => {
    if (!isNear(index)) return index > 0 && isNear(index - 1) ? [html`<span class="hunk">⋯</span>`] : [];
    if (line[0] === DIFF_INSERT) return [html`<span class="added"><i>${text.lineAdded}</i>+ ${line[1]}</span>`];
    if (line[0] === DIFF_DELETE) return [html`<span class="removed"><i>${text.lineRemoved}</i>- ${line[1]}</span>`];
    return [html`<span> ${line[1]}</span>`];
  });
  return html`<pre class="diff" tabindex="0">${shown}</pre>`;
}

const criticalities: Record<string, string> = { BREAKING: 'bad', DANGEROUS: 'warn' };

function subgraphDiff({ name, before, after }: Launch['diff']['subgraphs'][number], page: PageContext): Html {
  const style = before ? (after ? 'off' : 'bad') : 'good';
  const sign = before ? (after ? '~' : '−') : '+';
  return html`<details class="result" open>
    <summary><strong>${name}</strong> ${tag(sign, style)}</summary>
    ${before?.url !== after?.url && html`<p class="finding"><code>${before?.url ?? ''} → ${after?.url ?? ''}</code></p>`}
    ${sdlDiff(before?.sdl ?? '', after?.sdl ?? '', page)}
  </details>`;
}

export const launch: View<{ launch: Launch | null }> = {
  path: '/launches/:id',
  query: `query ($id: ID!) { launch(id: $id) { ref ${launchFields} approvedBy { holder } diff {
    subgraphs { name before { id sdl url } after { id sdl url } } api { code criticality message coordinate } } } }`,
  variables: ({ id }) => ({ id }),
  refOf: (data) => data.launch?.ref,
  render(data, page) {
    const { launch: found } = data;
    if (!found) return null;
    const { text, language, actor, ref } = page;
    const by = [found.createdBy?.holder, found.approvedBy?.holder].filter(Boolean).join(' + ');
    const content = html`
      <h1>${text.launch} ${found.counter} ${found.isLive && tag(text.live, 'good')}</h1>
      <p class="lead">${ref}, ${lower(found.kind)}, ${moment(found.createdAt, language)}${by && `, ${by}`}</p>
      ${
        actor.role === 'admin' &&
        !found.isLive &&
        form(
          page,
          `/launches/${found.id}/rollback`,
          html`<button>${text.rollback}</button>
            <p class="hint">${text.rollbackHint}</p>`,
          'row',
        )
      }
      ${
        actor.role === 'admin' &&
        form(
          page,
          `/launches/${found.id}/promote`,
          html`<label
              >${text.to} <input name="target" required pattern="[a-z0-9-]+@[a-z0-9-]+" placeholder="amtgraph@prod"
            /></label>
            <button>${text.requestPromotion}</button>`,
          'row',
        )
      }
      <h2>${text.apiChanges}</h2>
      ${
        found.diff.api.length === 0
          ? html`<p>${text.noApiChanges}</p>`
          : html`<ul>
              ${found.diff.api.map(
                ({ criticality, message }) =>
                  html`<li>${tag(lower(criticality), criticalities[criticality] ?? 'off')} ${message}</li>`,
              )}
            </ul>`
      }
      <h2>${text.sdlChanges}</h2>
      ${found.diff.subgraphs.map((each) => subgraphDiff(each, page))}
    `;
    return { title: `${text.launch} ${found.counter}`, content, section: 'launches' };
  },
};

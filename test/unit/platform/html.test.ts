import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { html } from '../../../platform/html.ts';

test('text from outside stays text, whatever is in it', () => {
  expect(html`<p title="${`"><script>`}">${`<b>&'`}</p>`.toString()).toBe(
    '<p title="&quot;&gt;&lt;script&gt;">&lt;b&gt;&amp;&#39;</p>',
  );
  fc.assert(fc.property(fc.string(), (text) => !/[<>"']/.test(html`${text}`.toString())));
});

test('markup of its own is kept, lists are joined, and what is missing is left out', () => {
  const items = ['a', '<'].map((item) => html`<b>${item}</b>`);
  expect(html`${items}${undefined}${false}${0}`.toString()).toBe('<b>a</b><b>&lt;</b>0');
});

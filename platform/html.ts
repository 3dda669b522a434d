/** Text that is markup already. Only `html` makes it. */
export class Html {
  readonly #markup: string;

  constructor(markup: string) {
    this.#markup = markup;
  }

  toString(): string {
    return this.#markup;
  }
}

type Value = string | number | Html | undefined | false | readonly (Html | string)[];

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

const escape = (text: string) => text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? '');

function render(value: Value): string {
  if (value === undefined || value === false) return '';
  if (value instanceof Html) return value.toString();
  if (typeof value === 'object') return value.map(render).join('');
  return escape(String(value));
}

/**
 * A template for markup.
 * Threat: text from outside becomes markup. Rule: every value is escaped, unless it came out of this template itself.
 */
export function html(markup: TemplateStringsArray, ...values: Value[]): Html {
  return new Html(markup.map((part, index) => part + render(values[index])).join(''));
}

/** Markup from a library that is known to be safe. */
export const trusted = (markup: string) => new Html(markup);

import type { FormattedExecutionResult } from 'graphql';

/** The `data` of a response that has been written already. It parses itself for whoever wants to look inside. */
export class WrittenData {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** JSON text. */
  text(): string {
    return this.#text;
  }

  toJSON(): unknown {
    return JSON.parse(this.#text);
  }
}

/** For ApolloServer's `stringifyResult`: hands out the text that the engine wrote, or writes any other result as JSON. */
export function stringifyResult(value: FormattedExecutionResult): string {
  const data: unknown = value.data;
  if (!(data instanceof WrittenData)) return JSON.stringify(value);
  const { data: _, ...rest } = value;
  const others = JSON.stringify(rest);
  return others === '{}' ? `{"data":${data.text()}}` : `${others.slice(0, -1)},"data":${data.text()}}`;
}

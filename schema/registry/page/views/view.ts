import type { PageContent, PageContext } from '../page.ts';

/** A page that shows what one query answers. */
export interface View<Data> {
  /** Route in the form of Fastify: `/launches/:id`. */
  path: string;
  query: string;
  /** Variables of the query, from path and search. */
  variables(parameters: Record<string, string | undefined>): Record<string, unknown>;
  /** Null where there is no such thing. */
  render(data: Data, context: PageContext, parameters: Record<string, string | undefined>): PageContent | null;
  /** Graph and variant that the thing belongs to, where the path does not say. */
  refOf?(data: Data): string | undefined;
}

/** A view, with its data's type kept to itself. */
export type AnyView = View<never>;

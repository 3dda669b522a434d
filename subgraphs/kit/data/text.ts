import type { Language } from '../subgraph.ts';

/** A text for people in each language that the system speaks. */
export type Text = Readonly<Record<Language, string>>;

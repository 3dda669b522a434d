import { HISTORY_PLUGIN } from 'graphiql';
import type { GraphiQLProps } from 'graphiql';

/** The plugins in GraphiQL's side bar, in this order, below the documentation explorer that is always there. */
export const plugins: NonNullable<GraphiQLProps['plugins']> = [HISTORY_PLUGIN];

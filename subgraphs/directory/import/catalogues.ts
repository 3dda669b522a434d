import type { Catalogue } from './catalogue.ts';
import { districts, states } from './districts.ts';
import { municipalities } from './municipalities.ts';
import { plateCodes } from './plate-codes.ts';
import { services } from './services.ts';

/** All that can be imported. */
export const catalogues: readonly Catalogue[] = [states, districts, municipalities, services, plateCodes];

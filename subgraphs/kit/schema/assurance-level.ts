import { registerEnumType } from 'type-graphql';
import { assuranceLevels } from '../caller/caller.ts';

export const AssuranceLevelEnum = Object.fromEntries(assuranceLevels.map((level) => [level, level]));
registerEnumType(AssuranceLevelEnum, {
  name: 'AssuranceLevel',
  description: 'How surely somebody or something is known (Vertrauensniveau, eIDAS).',
  valuesConfig: {
    NORMAL: { description: 'User name and password, or what somebody typed (STORK 1).' },
    SUBSTANTIAL: { description: 'ELSTER certificate, Smart-eID (STORK 3).' },
    HIGH: { description: 'Identity card, eID card or residence permit with its PIN (STORK 4).' },
  },
});

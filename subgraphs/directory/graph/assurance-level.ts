import { registerEnumType } from 'type-graphql';
import { assuranceLevels } from '../../kit/caller/caller.ts';

export const AssuranceLevelEnum = Object.fromEntries(assuranceLevels.map((level) => [level, level]));
registerEnumType(AssuranceLevelEnum, {
  name: 'AssuranceLevel',
  description: 'How surely it is known who somebody is (eIDAS).',
  valuesConfig: {
    NORMAL: { description: 'User name and password.' },
    SUBSTANTIAL: { description: 'ELSTER certificate, Smart-eID.' },
    HIGH: { description: 'Identity card with its online function (eID), foreign eID of level high.' },
  },
});

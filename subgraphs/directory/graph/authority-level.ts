import { registerEnumType } from 'type-graphql';
import { authorityLevels } from '../domain/authority-level.ts';

export const AuthorityLevelEnum = Object.fromEntries(authorityLevels.map((level) => [level, level]));
registerEnumType(AuthorityLevelEnum, {
  name: 'AuthorityLevel',
  description: 'At which level of the state an authority works.',
  valuesConfig: {
    FEDERAL: { description: 'The federation (Bund).' },
    STATE: { description: 'A state (Land).' },
    DISTRICT: { description: 'A district (Landkreis, Kreis).' },
    MUNICIPAL: {
      description: 'A municipality (Gemeinde), also a city that belongs to no district (kreisfreie Stadt).',
    },
  },
});

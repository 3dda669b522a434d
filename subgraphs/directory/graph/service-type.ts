import { registerEnumType } from 'type-graphql';
import { serviceTypes } from '../domain/service-types.ts';

export const ServiceTypeEnum = Object.fromEntries(Object.values(serviceTypes).map((type) => [type, type]));
registerEnumType(ServiceTypeEnum, {
  name: 'ServiceType',
  description: 'Who makes the rules for a service and who runs it (LeiKa type).',
  valuesConfig: {
    FEDERAL: { description: 'Type 1: federal law, run by a federal authority.' },
    FEDERAL_LAW_RUN_BY_STATE: { description: 'Type 2: federal law, run by a state.' },
    FEDERAL_LAW_RUN_BY_MUNICIPALITY: { description: 'Type 3: federal law, run by a municipality or district.' },
    STATE: { description: 'Type 4: law and authority of a state.' },
    MUNICIPAL: { description: 'Type 5: rules and authority of a municipality.' },
  },
});

import { buildSchema, isEnumType, isInputObjectType, isInterfaceType, isObjectType } from 'graphql';

/** A field of output types. */
export interface FieldElement {
  /** `Citizen.name` */
  coordinate: string;
  isDeprecated: boolean;
}

const typesOf = (apiSdl: string) =>
  Object.values(buildSchema(apiSdl, { assumeValid: true }).getTypeMap()).filter(({ name }) => !name.startsWith('__'));

/** Every field that clients can ask. */
export function fieldsOf(apiSdl: string): FieldElement[] {
  return typesOf(apiSdl).flatMap((type) =>
    isObjectType(type) || isInterfaceType(type)
      ? Object.values(type.getFields()).map((field) => ({
          coordinate: `${type.name}.${field.name}`,
          isDeprecated: field.deprecationReason != null,
        }))
      : [],
  );
}

export interface DeprecatedElement {
  coordinate: string;
  reason: string | null;
}

interface Deprecatable {
  name: string;
  deprecationReason?: string | null | undefined;
}

/** Every deprecated field, argument, input field and enum value. */
export function deprecatedElements(apiSdl: string): DeprecatedElement[] {
  const found: DeprecatedElement[] = [];
  const note = (coordinate: string, { deprecationReason: reason }: Deprecatable) => {
    if (reason !== undefined && reason !== null) found.push({ coordinate, reason });
  };
  for (const type of typesOf(apiSdl)) {
    if (isEnumType(type)) for (const value of type.getValues()) note(`${type.name}.${value.name}`, value);
    if (isInputObjectType(type))
      for (const field of Object.values(type.getFields())) note(`${type.name}.${field.name}`, field);
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      note(`${type.name}.${field.name}`, field);
      for (const argument of field.args) note(`${type.name}.${field.name}(${argument.name}:)`, argument);
    }
  }
  return found;
}

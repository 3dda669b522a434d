import {
  type DocumentNode,
  getNamedType,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  isAbstractType,
  isCompositeType,
  isObjectType,
  isRequiredArgument,
  isUnionType,
  parse,
  validate,
} from 'graphql';
import type { Row } from '../../testkit/supergraphs/federated-graph.ts';
import type { Draw } from './draw.ts';
import { generateValue } from './generate-value.ts';

/** An operation that is valid against the schema, with the variables it is to be run with. */
export interface Operation {
  query: string;
  document: DocumentNode;
  operationName: string | undefined;
  variables: Row;
}

/** Response names that have hidden keys, representations or the engine's own names in some gateway. */
const NASTY = [
  'id',
  '__typename',
  'name',
  '_entities',
  '_internal_qp_alias_0',
  'representations',
  'constructor',
  '__proto__',
  'toString',
];
const INTROSPECTION = [
  '__schema { queryType { name } mutationType { kind } }',
  '__type(name: "Citizen") { kind name fields { name type { kind } } }',
  'nothing: __type(name: "NoSuchType") { name }',
];

/** Against which schema, and with which values for ID arguments. */
export interface Settings {
  schema: GraphQLSchema;
  ids: readonly string[];
}

/** Draws operations until one is valid; most are, for response names are kept apart where they would clash. */
export function generateOperation(settings: Settings, draw: Draw): Operation {
  for (let attempt = 0; attempt < 50; attempt++) {
    const operation = new OperationWriter(settings, draw).write();
    const document = parse(operation.query);
    if (validate(settings.schema, document).length === 0) return { ...operation, document };
  }
  throw new Error('expected a valid operation within 50 attempts, but got none: the generator is too wild');
}

class OperationWriter {
  private readonly fragments: { name: string; on: GraphQLCompositeType; text: string }[] = [];
  private readonly declarations: string[] = [];
  private readonly variables: Row = {};
  /** Response path → response name → what was selected under it. */
  private readonly taken = new Map<string, Map<string, string>>();
  private readonly fieldNames: readonly string[];
  private budget: number;

  private readonly settings: Settings;
  private readonly draw: Draw;

  constructor(settings: Settings, draw: Draw) {
    this.settings = settings;
    this.draw = draw;
    this.budget = 6 + draw.int(30);
    this.fieldNames = Object.values(settings.schema.getTypeMap())
      .filter((type) => isObjectType(type) && !type.name.startsWith('__'))
      .flatMap((type) => (isObjectType(type) ? Object.keys(type.getFields()) : []));
  }

  write(): Omit<Operation, 'document'> {
    const { schema } = this.settings;
    const mutation = schema.getMutationType();
    const isMutation = mutation != null && this.draw.chance(8);
    const root = isMutation ? mutation : schema.getQueryType();
    if (!root) throw new Error('expected a schema with a query type');
    const introspection = !isMutation && this.draw.chance(4) ? `${this.draw.pick(INTROSPECTION)} ` : '';
    const selection = this.selectionSet(root, 5, '').replace('{', `{ ${introspection}`);
    const declared = this.declarations.length > 0 ? `(${this.declarations.join(', ')})` : '';
    const second = this.draw.chance(10) ? ['query Other { __typename }'] : [];
    const name = second.length > 0 || this.draw.chance(60) ? 'Generated' : '';
    const fragments = this.fragments.map(
      ({ name: fragment, on, text }) => `fragment ${fragment} on ${on.name} ${text}`,
    );
    const query = [
      `${isMutation ? 'mutation' : 'query'} ${name}${declared} ${selection}`,
      ...second,
      ...fragments,
    ].join('\n');
    return { query, operationName: name || undefined, variables: this.variables };
  }

  private selectionSet(type: GraphQLCompositeType, depth: number, path: string): string {
    const items: string[] = [];
    const wanted = 1 + this.draw.int(3);
    for (let index = 0; index < wanted; index++) {
      const item = this.selection(type, depth, path);
      if (item) items.push(item);
    }
    if (items.length === 0) items.push(this.typename(path));
    return `{ ${items.join(' ')} }`;
  }

  private selection(type: GraphQLCompositeType, depth: number, path: string): string | undefined {
    const dice = this.draw.int(99);
    if (dice < 5) return this.typename(path);
    if (depth > 0 && this.budget > 0) {
      const abstract = isAbstractType(type);
      if (dice < (abstract ? 50 : 17)) return this.inlineFragment(type, depth, path);
      if (dice < (abstract ? 65 : 27)) return this.spread(type, depth, path);
    }
    return isUnionType(type) ? this.typename(path) : this.field(type, depth, path);
  }

  private typename(path: string): string {
    const alias = this.draw.chance(70) ? '__typename' : this.responseName('__typename');
    if (!this.claim(path, alias, '__typename')) return '__typename';
    return (alias === '__typename' ? alias : `${alias}: __typename`) + this.directives();
  }

  private field(
    type: Exclude<GraphQLCompositeType, { getTypes(): unknown }>,
    depth: number,
    path: string,
  ): string | undefined {
    const fields = Object.values(type.getFields());
    const leaves = fields.filter((field) => !isCompositeType(getNamedType(field.type)));
    const choice = depth <= 0 || this.budget <= 0 ? leaves : fields;
    if (choice.length === 0) return undefined;
    const field = this.draw.pick(choice);
    this.budget--;
    const args = this.arguments(field);
    const name = this.draw.chance(25) ? this.responseName(field.name) : field.name;
    if (!this.claim(path, name, `${type.name}.${field.name}${args}`)) return undefined;
    const below = getNamedType(field.type);
    const selection = isCompositeType(below) ? ` ${this.selectionSet(below, depth - 1, `${path}/${name}`)}` : '';
    return `${name === field.name ? '' : `${name}: `}${field.name}${args}${this.directives()}${selection}`;
  }

  private responseName(field: string): string {
    const dice = this.draw.int(99);
    if (dice < 30) return this.draw.pick(NASTY);
    if (dice < 70) return this.draw.pick(this.fieldNames);
    return `${field}${this.draw.int(3)}`;
  }

  /** Whether the name is free here, or stands for the same thing already. The validator has the last word. */
  private claim(path: string, name: string, meaning: string): boolean {
    const names = this.taken.get(path) ?? new Map<string, string>();
    this.taken.set(path, names);
    const before = names.get(name);
    if (before === undefined) names.set(name, meaning);
    return before === undefined || before === meaning || this.draw.chance(10);
  }

  private arguments(field: GraphQLField<unknown, unknown>): string {
    const given = field.args.filter((argument) => isRequiredArgument(argument) || this.draw.chance(60));
    const texts = given.map((argument) => {
      const value = generateValue(argument.type, this.settings.ids, this.draw);
      return `${argument.name}: ${this.draw.chance(30) ? this.variable(String(argument.type), value) : value.literal}`;
    });
    return texts.length > 0 ? `(${texts.join(', ')})` : '';
  }

  /** Declares a variable: given, or left to its default. */
  private variable(type: string, value: { literal: string; json: unknown }): string {
    const name = `v${this.declarations.length}`;
    const byDefault = this.draw.chance(25);
    this.declarations.push(`$${name}: ${type}${byDefault ? ` = ${value.literal}` : ''}`);
    if (!byDefault) this.variables[name] = value.json;
    return `$${name}`;
  }

  private directives(): string {
    if (!this.draw.chance(14)) return '';
    const name = this.draw.pick(['include', 'skip']);
    const kept = this.draw.chance(60) === (name === 'include');
    const value = this.draw.chance(60)
      ? this.variable('Boolean!', { literal: String(kept), json: kept })
      : String(kept);
    const other = this.draw.chance(10)
      ? ` @${name === 'include' ? 'skip' : 'include'}(if: ${this.draw.chance(50)})`
      : '';
    return ` @${name}(if: ${value})${other}`;
  }

  private inlineFragment(type: GraphQLCompositeType, depth: number, path: string): string {
    const on = this.draw.chance(20) ? undefined : this.draw.pick(this.overlapping(type));
    return `...${on ? ` on ${on.name}` : ''}${this.directives()} ${this.selectionSet(on ?? type, depth - 1, path)}`;
  }

  private spread(type: GraphQLCompositeType, depth: number, path: string): string {
    const on = this.overlapping(type);
    const usable = this.fragments.filter((fragment) => on.includes(fragment.on));
    if (usable.length > 0 && this.draw.chance(50)) return `...${this.draw.pick(usable).name}${this.directives()}`;
    const target = this.draw.pick(on);
    const text = this.selectionSet(target, depth - 1, path);
    const name = `F${this.fragments.length}`;
    this.fragments.push({ name, on: target, text });
    return `...${name}${this.directives()}`;
  }

  /** Types a fragment inside this type may be on. */
  private overlapping(type: GraphQLCompositeType): GraphQLCompositeType[] {
    const { schema } = this.settings;
    const objects: readonly GraphQLObjectType[] = isAbstractType(type) ? schema.getPossibleTypes(type) : [type];
    const others = Object.values(schema.getTypeMap()).filter(
      (other) => isAbstractType(other) && other !== type && objects.some((object) => schema.isSubType(other, object)),
    );
    return [type, ...objects, ...others.filter(isCompositeType)];
  }
}

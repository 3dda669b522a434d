import type { HostileCase } from '../hostile-case.ts';
import { times } from '../requests.ts';
import { limited } from './limited.ts';

const nobody = { as: 'nobody' } as const;
const hops = (levels: number): string =>
  `${'residence { authority { parents { '.repeat(levels)}name${' } } }'.repeat(levels)}`;
/** Fragments of which each spreads the next one twice. */
const bomb = (levels: number, twice: (next: string) => string): string =>
  `{ me { ...F0 } } ${times(levels, (n) => `fragment F${n} on Citizen { ${twice(`...F${n + 1}`)} }`)} fragment F${levels} on Citizen { id }`;

export const largeDocuments: HostileCase[] = [
  limited('depth', 'that goes 60 levels down', `{ me { ${hops(20)} } }`),
  limited(
    'depth',
    'that goes down through fragments',
    `{ me { ...A } } ${times(14, (n) => `fragment ${'A'.repeat(n + 1)} on Citizen { name { ...${'A'.repeat(n + 2)} } }`)} fragment ${'A'.repeat(15)} on Citizen { id }`,
  ),
  limited(
    'depth',
    'that goes down through inline fragments without a type',
    `{ me { ${'name { ... { '.repeat(14)}full${' } }'.repeat(14)} } }`,
  ),
  limited('tokens', 'of 15,000 braces', `{ ${'a { '.repeat(15_000)}`),
  limited('nesting', 'of 100,000 brackets in a value', `{ authority(id: ${'['.repeat(100_000)}) { id } }`),
  limited('tokens', 'of 5,000 equal fields', `{ ${times(5_000, '__typename')} }`),
  limited(
    'tokens',
    'of 3,000 operations',
    times(3_000, (n) => `query Q${n} { __typename }`),
  ),
  limited(
    'tokens',
    'whose list of values has 5,000 entries',
    `{ me { procedures(states: [${times(5_000, 'DECIDED')}]) { nodes { id } } } }`,
  ),
  limited('tokens', 'with 5,000 variables', `query (${times(5_000, (n) => `$v${n}: Int`)}) { __typename }`),
  limited('tokens', 'with 1,000 directives on one field', `{ __typename ${times(1_000, '@a')} }`),
  limited('nesting', 'of 650 fragments inside each other', `{ ${'... { '.repeat(650)}__typename${' }'.repeat(650)} }`),
  limited(
    'nesting',
    'of fragments inside each other that name their type',
    `{ me { ${'... on Citizen { '.repeat(300)}id${' }'.repeat(300)} } }`,
  ),
  limited(
    'nesting',
    'of fragments that lead to each other',
    `{ ...F0 } ${times(24, (n) => `fragment F${n} on Query { ... { ... { ...F${n + 1} } } }`)} fragment F24 on Query { __typename }`,
  ),
  limited('nesting', 'of lists in lists', `{ authority(id: ${'['.repeat(500)}1${']'.repeat(500)}) { id } }`),
  limited(
    'nesting',
    'of objects in objects',
    `mutation { updateContact(input: ${'{ a: '.repeat(300)}1${' }'.repeat(300)}) { problems { code } } }`,
  ),
  limited(
    'nesting',
    'of lists in the type of a variable',
    `query ($a: ${'['.repeat(900)}Int${']'.repeat(900)}) { __typename }`,
  ),
  limited(
    'nesting',
    'of lists in the default of a variable',
    `query ($a: Int = ${'['.repeat(900)}1${']'.repeat(900)}) { __typename }`,
  ),
  limited(
    'tokens',
    'with an escape in each of 2,000 strings',
    `{ authority(id: [${times(2_000, '"\\u0041"')}]) { id } }`,
  ),
  limited(
    'aliases',
    'with 31 aliases of one field',
    `{ ${times(10, (n) => `a${n}: __typename`)} me { ${times(21, (n) => `b${n}: id`)} } }`,
  ),
  limited(
    'rootFields',
    'with 100 aliases at its root, as every scanner sends',
    `query cop { ${times(100, (n) => `alias${n}: __typename`)} }`,
    nobody,
  ),
  limited('aliases', 'with aliases that are the names of their fields', `{ me { ${times(31, 'id: id')} } }`),
  limited(
    'aliases',
    'with aliases spread over fragments',
    `{ me { ...A ...B ...C } } ${['A', 'B', 'C'].map((name) => `fragment ${name} on Citizen { ${times(11, (n) => `${name}${n}: id`)} }`).join(' ')}`,
  ),
  limited('rootFields', 'with 21 fields at its root', `{ ${times(21, '__typename')} }`),
  limited(
    'rootFields',
    'with fields at its root through fragments',
    `{ ...A ...A ...A } fragment A on Query { ${times(8, '__typename')} }`,
  ),
  limited(
    'rootFields',
    'with 21 mutations in a row',
    `mutation { ${times(21, (n) => `revokeSepaMandate(input: { id: "${n}" }) { problems { code } }`)} }`,
  ),
  limited('directives', 'with 51 directives', `{ __typename ${times(51, '@skip(if: false)')} }`),
  limited(
    'directives',
    'with 60 directives that nobody knows, as every scanner sends',
    `query cop { __typename ${times(60, '@aa')} }`,
    nobody,
  ),
  limited(
    'directives',
    'with directives on operations, variables and fragments',
    `query @a @a @a { ...A ${times(46, '@a')} } fragment A on Query @a @a { __typename @a }`,
  ),
  limited('repeats', 'with the same object 500 times', `{ me { ${times(450, 'name { full }')} } }`),
  limited(
    'repeats',
    'with the same object in 200 inline fragments',
    `{ me { ${times(200, '... { name { full } }')} } }`,
  ),
  limited(
    'selections',
    'that is a bomb of fragments',
    bomb(16, (next) => `a: residence { authority { name } } ${next} ${next}`),
  ),
  limited(
    'selections',
    'that is a bomb of bare spreads',
    bomb(40, (next) => `${next} ${next}`),
  ),
  limited(
    'selections',
    'that is a bomb of inline fragments',
    bomb(24, (next) => `... on Citizen { ${next} } ... { ${next} }`),
  ),
  limited(
    'selections',
    'that is a bomb with conditions',
    bomb(20, (next) => `${next} @include(if: true) ${next} @skip(if: true)`).replaceAll('@skip(if: true)', ''),
  ),
  limited(
    'selections',
    'with a bomb that nobody spreads',
    bomb(20, (next) => `${next} ${next}`).replace('...F0', 'id'),
  ),
  limited(
    'selections',
    'whose fragments form a ring',
    '{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }',
  ),
  limited('selections', 'whose fragment spreads itself', '{ ...A } fragment A on Query { __typename ...A }'),
  limited(
    'selections',
    'whose ring of fragments nobody spreads',
    '{ __typename } fragment A on Query { ...B } fragment B on Query { ...C } fragment C on Query { ...A }',
  ),
  limited(
    'definitions',
    'with 60 operations',
    times(60, (n) => `query Q${n} { __typename }`),
  ),
  limited(
    'definitions',
    'with 60 fragments that nobody spreads',
    `{ __typename } ${times(60, (n) => `fragment F${n} on Query { __typename }`)}`,
  ),
  limited('variables', 'with 101 variables', `query (${times(101, (n) => `$v${n}: Int`)}) { __typename }`),
  limited('pageSize', 'that asks for 101', '{ authorities(first: 101) { nodes { name } } }'),
  limited('pageSize', 'that asks for 101 deep down', '{ me { payments(first: 101) { nodes { id } } } }'),
  limited('pageSize', 'that asks for 2,147,483,647', '{ authorities(first: 2147483647) { nodes { name } } }'),
  limited(
    'pageSize',
    'that asks for 101 in a variable',
    'query ($n: Int!) { authorities(first: $n) { nodes { name } } }',
    { variables: { n: 101 } },
  ),
  limited(
    'pageSize',
    'that asks for 101 by the default of a variable',
    'query ($n: Int! = 101) { authorities(first: $n) { nodes { name } } }',
  ),
  limited(
    'pageSize',
    'that asks for 101 in a fragment',
    'query ($n: Int!) { ...A } fragment A on Query { authorities(first: $n) { nodes { name } } }',
    { variables: { n: 5_000 } },
  ),
  limited(
    'cost',
    'of 100 × 100 × 100 objects',
    '{ me { vehicles(first: 100) { nodes { availableProcedures { service { id } } openFees { status } } } payments(first: 100) { nodes { authority { parents { parents { parents { name } } } } } } procedures(first: 100) { nodes { history { at } } } } }',
  ),
  limited(
    'cost',
    'whose aliases each ask for the longest list',
    `{ me { ${times(12, (n) => `a${n}: payments(first: 100) { nodes { authority { parents { parents { name } } } } }`)} } }`,
  ),
  limited(
    'cost',
    'that hides its lists in fragments',
    `{ me { ${times(12, (n) => `a${n}: payments(first: 100) { ...P }`)} } } fragment P on PaymentConnection { nodes { authority { parents { parents { name } } } } }`,
  ),
  limited(
    'cost',
    'that hides its lists in variables',
    `query ($n: Int!) { me { ${times(12, (n) => `a${n}: payments(first: $n) { nodes { authority { parents { parents { name } } } } }`)} } }`,
    { variables: { n: 100 } },
  ),
];

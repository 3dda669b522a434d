export { byId } from '../agency/data.ts';

/** Places of two kinds and a leaflet. `near` is a list of lists in which only some elements may be missing. */
export const places = [
  {
    __typename: 'Counter',
    id: '1',
    name: 'Registry\u2028office',
    near: [['2', '3'], null, []],
    staff: [3, 0, -7],
    queue: [[1, 2], [], null, [2_147_483_647]],
    twin: '3',
  },
  { __typename: 'Kiosk', id: '2', name: null, near: null, twin: '5' },
  { __typename: 'Counter', id: '3', name: 'Cash desk', near: [['1'], ['2', '2']], staff: [], queue: null, twin: null },
] as const;

export const leaflets = [
  { __typename: 'Leaflet', id: '5', text: 'Wie \u00e4ndere ich \ud83d\ude00?', pages: [['a', 'b'], []], holder: '1' },
  { __typename: 'Leaflet', id: '6', text: null, pages: null, holder: 'w1' },
] as const;

export const visits = [
  {
    __typename: 'Visit',
    id: 'w1',
    number: 1,
    at: '1',
    checked: true,
    log: [[{ __typename: 'Note', text: 'came', about: '2' }, 'w2'], []],
  },
  { __typename: 'Visit', id: 'w2', number: 2, at: '2', checked: false, log: [[]] },
  { __typename: 'Visit', id: 'w3', number: 3, at: '1', checked: true, log: [['w1', 'w3']] },
] as const;

/** Values of a scalar that may hold anything; those of the second are no JSON objects. */
export const settings = [
  { colour: 'red', list: [1, [2, null], { deep: { er: null } }], __typename: 'Counter', id: 'not an id' },
  [[], {}, 'text', 1e21, -0.5, false],
  'plain',
  0,
  false,
  null,
] as const;

export { byId } from '../agency/data.ts';

export const people = [
  { __typename: 'Person', id: 'h1', name: 'E. Sig', rank: 3 },
  { __typename: 'Person', id: 'h2', name: null, rank: 9 },
] as const;

/** Publications of three kinds; `kind` and `tone` have values that only some subgraphs, or no client, may know. */
export const publications = [
  {
    __typename: 'Law',
    id: 'l1',
    title: 'Registration Act',
    section: 12,
    kind: 'FINAL',
    signatory: 'h1',
    publisher: 'b1',
    related: ['n1', null, 'l2'],
  },
  {
    __typename: 'Law',
    id: 'l2',
    title: 'Fees Act',
    section: 3,
    kind: 'INTERNAL',
    signatory: 'h2',
    publisher: null,
    related: [],
  },
  {
    __typename: 'Notice',
    id: 'n1',
    title: 'Closed on Friday',
    expiresOn: '2026-05-01',
    kind: 'DRAFT',
    publisher: 'b1',
    related: ['f1'],
  },
  {
    __typename: 'Form',
    id: 'f1',
    title: 'Change of address',
    pages: 2,
    kind: 'FINAL',
    publisher: 'b2',
    related: ['l1', 'n1'],
  },
] as const;

export const bodies = [
  { __typename: 'Ministry', id: 'b1', name: 'Ministry of Order', budget: 12.5 },
  { __typename: 'Court', id: 'b2', name: 'High Court', bench: 7 },
] as const;

export const boxes = [
  { __typename: 'Box', label: 'A-1', items: ['l1', 'Box B-2', 'l2'] },
  { __typename: 'Box', label: 'B-2', items: ['l2'] },
] as const;

export const reviews = [
  { __typename: 'Review', id: 'r1', about: 'l1', text: 'clear', stars: 5 },
  { __typename: 'Review', id: 'r2', about: 'n1', text: null, stars: 2 },
  { __typename: 'Review', id: 'r3', about: 'l1', text: 'long', stars: 3 },
] as const;

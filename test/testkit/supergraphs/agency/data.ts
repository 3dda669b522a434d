import type { Row } from '../federated-graph.ts';

/** Finds a row by its id. */
export function byId<T extends Row>(rows: readonly T[], id: unknown): T | null {
  return rows.find((row) => row['id'] === id) ?? null;
}

export const authorities = [
  {
    __typename: 'Authority',
    id: 'a1',
    name: 'Stadt Beispielhausen',
    level: 'MUNICIPAL',
    parent: 'a3',
    services: ['s1', 's2'],
  },
  { __typename: 'Authority', id: 'a2', name: 'Kreis Musterland', level: 'MUNICIPAL', parent: 'a3', services: ['s3'] },
  { __typename: 'Authority', id: 'a3', name: 'Land Mitte', level: 'STATE', parent: 'a4', services: [] },
  { __typename: 'Authority', id: 'a4', name: 'Bund', level: 'FEDERAL', parent: null, services: ['s4'] },
] as const;

export const services = [
  { __typename: 'Service', id: 's1', title: 'Identity card', fee: 3700, online: true, authority: 'a1' },
  { __typename: 'Service', id: 's2', title: 'Residence registration', fee: null, online: false, authority: 'a1' },
  { __typename: 'Service', id: 's3', title: 'Vehicle registration', fee: 2790, online: true, authority: 'a2' },
  { __typename: 'Service', id: 's4', title: 'Certificate of conduct', fee: 1300, online: true, authority: 'a4' },
] as const;

export const citizens = [
  {
    __typename: 'Citizen',
    id: 'c1',
    given: 'Ada',
    family: 'Beispiel',
    assurance: 'HIGH',
    city: 'Beispielhausen',
    street: 'Ring 1',
    authority: 'a1',
  },
  {
    __typename: 'Citizen',
    id: 'c2',
    given: 'Ben',
    family: 'Muster',
    assurance: 'LOW',
    city: 'Musterstadt',
    street: null,
    authority: 'a2',
  },
  {
    __typename: 'Citizen',
    id: 'c3',
    given: 'Cem',
    family: 'Probe',
    assurance: 'SUBSTANTIAL',
    city: null,
    street: null,
    authority: null,
  },
  {
    __typename: 'Citizen',
    id: 'c4',
    given: 'Dina',
    family: 'Vorlage',
    assurance: 'HIGH',
    city: 'Beispielhausen',
    street: 'Allee 9',
    authority: 'a1',
  },
] as const;

export const offices = [
  {
    __typename: 'Office',
    id: 'o1',
    name: 'Bürgerbüro Mitte',
    city: 'Beispielhausen',
    hours: [
      ['08:00', '12:00'],
      ['14:00', '18:00'],
    ],
  },
  { __typename: 'Office', id: 'o2', name: null, city: 'Musterstadt', hours: [['09:00', '13:00'], []] },
] as const;

export const appointments = [
  {
    __typename: 'Appointment',
    id: 'p1',
    citizen: 'c1',
    office: 'o1',
    service: 's1',
    status: 'CONFIRMED',
    startsAt: '2026-03-02T08:00:00Z',
    notes: ['bring photo', null],
  },
  {
    __typename: 'Appointment',
    id: 'p2',
    citizen: 'c1',
    office: 'o2',
    service: 's3',
    status: 'HELD',
    startsAt: '2026-03-04T09:30:00Z',
    notes: null,
  },
  {
    __typename: 'Appointment',
    id: 'p3',
    citizen: 'c2',
    office: 'o2',
    service: null,
    status: 'CANCELLED',
    startsAt: '2026-03-05T10:00:00Z',
    notes: [],
  },
  {
    __typename: 'Appointment',
    id: 'p4',
    citizen: 'c4',
    office: 'o1',
    service: 's2',
    status: 'CONFIRMED',
    startsAt: '2026-03-06T11:00:00Z',
    notes: ['ground floor'],
  },
] as const;

export const vehicles = [
  {
    __typename: 'Vehicle',
    id: 'v1',
    keeper: 'c1',
    plate: 'BH AB 12',
    maker: 'Wanderer',
    model: 'W1',
    mass: 1200,
    dueOn: '2026-09-30',
    keepers: ['c2', null, 'c4'],
  },
  {
    __typename: 'Vehicle',
    id: 'v2',
    keeper: 'c1',
    plate: 'BH CD 34',
    maker: 'Horch',
    model: 'H2',
    mass: 1850,
    dueOn: null,
    keepers: [],
  },
  {
    __typename: 'Vehicle',
    id: 'v3',
    keeper: 'c2',
    plate: 'MU EF 56',
    maker: 'Wanderer',
    model: 'W3',
    mass: 990,
    dueOn: '2027-01-31',
    keepers: ['c1', 'c1'],
  },
] as const;

export const fees = [
  { __typename: 'Fee', id: 'f1', vehicle: 'v1', amount: 2790, status: 'OPEN' },
  { __typename: 'Fee', id: 'f2', vehicle: 'v1', amount: 990, status: 'OVERDUE' },
  { __typename: 'Fee', id: 'f3', vehicle: 'v3', amount: 4000, status: 'OPEN' },
] as const;

export const payments = [
  {
    __typename: 'Payment',
    id: 'y1',
    payer: 'c1',
    authority: 'a2',
    amount: 2790,
    currency: 'EUR',
    status: 'PAID',
    purpose: 'Registration',
    subject: ['Vehicle', 'v1'],
  },
  {
    __typename: 'Payment',
    id: 'y2',
    payer: 'c1',
    authority: 'a1',
    amount: 3700,
    currency: 'EUR',
    status: 'PENDING',
    purpose: null,
    subject: ['Appointment', 'p1'],
  },
  {
    __typename: 'Payment',
    id: 'y3',
    payer: 'c2',
    authority: null,
    amount: 990,
    currency: 'CHF',
    status: 'REFUNDED',
    purpose: 'Overpaid',
    subject: null,
  },
  {
    __typename: 'Payment',
    id: 'y4',
    payer: 'c4',
    authority: 'a1',
    amount: 10,
    currency: 'EUR',
    status: 'PAID',
    purpose: 'Copy',
    subject: ['Fee', 'f2'],
  },
] as const;

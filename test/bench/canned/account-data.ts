/** The citizens of the account query and all that belongs to them, as plain objects that the default resolver reads. */

interface Authority {
  id: string;
  name: string;
  level: string;
}

const LEVELS = ['MUNICIPAL', 'STATE', 'FEDERAL'];
const CITIES = ['Würzburg', 'Köln', 'Görlitz', 'Flensburg', 'Jülich', 'Osnabrück', 'Überlingen'];
const SERVICES = ['Personalausweis beantragen', 'Wohnsitz ummelden', 'Führungszeugnis', 'Kfz zulassen', 'Reisepass'];
const MODELS = ['Opel Corsa', 'VW ID.3', 'BMW 320d', 'Škoda Octavia', 'Mercedes-Benz Vito'];
const STATUS = ['OPEN', 'SETTLED', 'REFUNDED'];

const at = <Item>(items: readonly Item[], index: number): Item => {
  const item = items[index % items.length];
  if (item === undefined) throw new Error('Expected a list with at least one item');
  return item;
};
const list = <Item>(length: number, make: (index: number) => Item): Item[] =>
  Array.from({ length }, (_, index) => make(index));
const first =
  <Item>(nodes: Item[]) =>
  (args: { first: number }): { nodes: Item[] } => ({ nodes: nodes.slice(0, args.first) });
const money = (cents: number): { amount: number; currency: string; formatted: string } => ({
  amount: cents,
  currency: 'EUR',
  formatted: `${(cents / 100).toFixed(2).replace('.', ',')} €`,
});

const authorities = list(60, (index) => ({
  id: `authority-${index}`,
  name: `Bürgeramt ${at(CITIES, index)} ${index}`,
  level: at(LEVELS, index),
}));
const services = list(40, (index) => ({ id: `service-${index}`, title: `${at(SERVICES, index)} (${index})` }));
const fees = new Map<string, { amount: ReturnType<typeof money>; status: string }[]>();

function vehicle(id: string, seed: number): object {
  fees.set(
    id,
    list((seed % 2) + 1, (index) => ({ amount: money(1_050 + seed + index), status: 'OPEN' })),
  );
  return {
    id,
    plate: `WÜ-AB ${1_000 + seed}`,
    model: at(MODELS, seed),
    inspectionDueOn: `2027-${String((seed % 12) + 1).padStart(2, '0')}-01`,
    availableProcedures: [
      { kind: 'DEREGISTRATION', blockedBy: [] },
      { kind: 'CHANGE_OF_OWNER', blockedBy: [{ code: 'OPEN_FEES' }, { code: 'ASSURANCE_TOO_LOW' }] },
    ],
    openFees: () => fees.get(id),
  };
}

function citizen(index: number): object {
  const authority = (offset: number): Authority => at(authorities, index + offset);
  return {
    id: `citizen-${index}`,
    name: { full: `Jürgen Müller-Lüdenscheidt ${index}` },
    assurance: at(['LOW', 'SUBSTANTIAL', 'HIGH'], index),
    residence: { authority: authority(0) },
    appointments: first(
      list(3, (nth) => ({
        id: `appointment-${index}-${nth}`,
        startsAt: `2026-12-0${nth + 1}T09:${10 + nth}:00Z`,
        status: 'CONFIRMED',
        service: at(services, index * 3 + nth),
        office: { name: `Rathaus ${at(CITIES, nth)}`, address: { city: at(CITIES, nth) } },
      })),
    ),
    vehicles: first(list(2, (nth) => vehicle(`vehicle-${index}-${nth}`, index * 2 + nth))),
    payments: first(
      list(8, (nth) => ({
        id: `payment-${index}-${nth}`,
        purpose: `Gebühr für ${at(SERVICES, nth)}`,
        amount: money(2_880 + nth * 100),
        status: at(STATUS, nth),
        createdAt: `2026-0${nth + 1}-15T12:00:00Z`,
        authority: authority(nth % 4),
      })),
    ),
  };
}

const byId = <Item extends { id: string }>(items: Item[]): Map<string, Item> =>
  new Map(items.map((item) => [item.id, item]));
const citizens = new Map(list(400, (index) => [`citizen-${index}`, citizen(index)]));
const [authoritiesById, servicesById] = [byId(authorities), byId(services)];

export const accountRoots = { me: ({ citizen: id }: { citizen: string }): unknown => citizens.get(id) };

/** How a subgraph finds an entity again by its key. */
export const accountReferences = {
  Citizen: (key: { id: string }): unknown => citizens.get(key.id),
  Authority: (key: { id: string }): unknown => authoritiesById.get(key.id),
  Service: (key: { id: string }): unknown => servicesById.get(key.id),
  Vehicle: (key: { id: string }): unknown => ({ id: key.id, openFees: fees.get(key.id) }),
};

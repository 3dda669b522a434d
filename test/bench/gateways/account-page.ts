import { representations } from './ask-subgraph.ts';
import type { Subgraphs } from './ask-subgraph.ts';

interface Authority {
  id?: string;
  name?: string;
  level?: string;
}
interface Service {
  id?: string;
  title?: string;
}
interface Vehicle {
  id: string;
  openFees?: unknown;
}
interface Me {
  id?: string;
  residence: { authority: Authority };
  appointments?: { nodes: { service: Service }[] };
  vehicles?: { nodes: Vehicle[] };
  payments?: { nodes: { authority: Authority }[] };
}
type Part<Field extends keyof Me> = { _entities: [Pick<Me, Field>] };
type ById = { by: { __typename: string; id: string }[] };

const ofCitizen = (fields: string): string =>
  `query($by: [_Any!]!) { _entities(representations: $by) { ... on Citizen { ${fields} } } }`;

/** The account query by hand: who it is, then three services at once, then names and fees, each service asked once per step. */
export function accountPage(subgraphs: Subgraphs): (variables: { citizen: string }) => Promise<{ me: Me }> {
  const askMe = subgraphs.question<{ citizen: string }, { me: Me }>(
    'identity',
    'query($citizen: ID!) { me(citizen: $citizen) { id name { full } assurance residence { authority { id } } } }',
  );
  const askAppointments = subgraphs.question<ById, Part<'appointments'>>(
    'appointments',
    ofCitizen(
      'appointments(first: 10) { nodes { id startsAt status service { id } office { name address { city } } } }',
    ),
  );
  const askVehicles = subgraphs.question<ById, Part<'vehicles'>>(
    'vehicle-registration',
    ofCitizen(
      'vehicles(first: 5) { nodes { id plate model inspectionDueOn availableProcedures { kind blockedBy { code } } } }',
    ),
  );
  const askPayments = subgraphs.question<ById, Part<'payments'>>(
    'payments',
    ofCitizen(
      'payments(first: 20) { nodes { id purpose amount { amount currency } status createdAt authority { id } } }',
    ),
  );
  const askFees = subgraphs.question<ById, { _entities: { openFees: unknown }[] }>(
    'payments',
    'query($by: [_Any!]!) { _entities(representations: $by) { ... on Vehicle { openFees { amount { formatted } status } } } }',
  );
  const askNames = subgraphs.question<
    { authorities: object[]; services: object[] },
    { authorities: Required<Authority>[]; services: Required<Service>[] }
  >(
    'directory',
    `query($authorities: [_Any!]!, $services: [_Any!]!) {
      authorities: _entities(representations: $authorities) { ... on Authority { id name level } }
      services: _entities(representations: $services) { ... on Service { id title } } }`,
  );

  async function addFees(vehicles: Vehicle[]): Promise<void> {
    const { _entities } = await askFees({ by: vehicles.map(({ id }) => ({ __typename: 'Vehicle', id })) });
    for (const [index, vehicle] of vehicles.entries()) vehicle.openFees = _entities[index]?.openFees;
  }

  async function addNames(authorities: { authority: Authority }[], services: { service: Service }[]): Promise<void> {
    const found = await askNames({
      authorities: representations('Authority', 'id', idsOf(authorities.map((holder) => holder.authority))),
      services: representations('Service', 'id', idsOf(services.map((holder) => holder.service))),
    });
    const named = new Map(found.authorities.map(({ id, name, level }) => [id, { name, level }]));
    const titled = new Map(found.services.map(({ id, title }) => [id, { title }]));
    for (const holder of authorities) holder.authority = named.get(holder.authority.id ?? '') ?? {};
    for (const holder of services) holder.service = titled.get(holder.service.id ?? '') ?? {};
  }

  return async (variables) => {
    const { me } = await askMe(variables);
    const by = [{ __typename: 'Citizen', id: me.id ?? '' }];
    const vehicles = askVehicles({ by }).then(async ({ _entities: [part] }) => {
      await addFees(part.vehicles?.nodes ?? []);
      return part;
    });
    const [
      {
        _entities: [appointments],
      },
      {
        _entities: [payments],
      },
    ] = await Promise.all([askAppointments({ by }), askPayments({ by })]);
    await addNames([me.residence, ...(payments.payments?.nodes ?? [])], appointments.appointments?.nodes ?? []);
    delete me.id;
    return { me: Object.assign(me, appointments, await vehicles, payments) };
  };
}

function idsOf(items: { id?: string }[]): string[] {
  return items.map(({ id }) => id ?? '');
}

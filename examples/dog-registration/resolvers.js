import { exemptionFor, taxesOf } from './dog-tax.js';
import { checkDeregistration, checkExemption, checkRegistration, problem } from './problems.js';

/** The day in Germany, YYYY-MM-DD. */
const today = () => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin' }).format(new Date());

/** `12,50 €`; an unknown locale falls back to German. */
function formatted({ amount, currency }, { locale }, { language }) {
  const style = { style: 'currency', currency };
  const text = (wanted) => new Intl.NumberFormat(wanted, style).format(amount / 100);
  try {
    return text(locale ?? language);
  } catch {
    return text('de');
  }
}

/** The tax of a dog together with what is needed to pay it. */
function taxOf(dog, { store, demands }) {
  if (dog.lastDay !== null) return null;
  const registered = store.dogsOf(dog.keeper).filter(({ lastDay }) => lastDay === null);
  const tax = taxesOf(registered, today()).get(dog.id);
  if (!tax) return null;
  const paymentId = store.paymentOf(dog.id, tax.year);
  const isPaid = paymentId !== null || tax.cents === 0;
  return {
    ...tax,
    amount: { amount: tax.cents, currency: 'EUR' },
    exemption: dog.exemption,
    isPaid,
    feeDemand: () => (isPaid ? null : demands.demand(dog, tax)),
    payment: paymentId === null ? null : { id: paymentId },
  };
}

const isSame = (dog, input) =>
  ['name', 'breed', 'chipNumber', 'keptSince'].every((field) => dog[field] === input[field]) &&
  dog.bornOn === (input.bornOn ?? null);

function registerDog(_root, { input }, { caller, store, language }) {
  const known = store.registeredAs(caller.sub, input.idempotencyKey);
  if (known && isSame(known, input)) return { dog: known, problems: [] };
  if (known) return { problems: [problem('IDEMPOTENCY_CONFLICT', ['idempotencyKey'], language)] };
  const problems = checkRegistration(input, today(), store.countOf(caller.sub), language);
  if (problems.length > 0) return { problems };
  const dog = store.register(caller.sub, input);
  return dog ? { dog, problems: [] } : { problems: [problem('CHIP_TAKEN', ['chipNumber'], language)] };
}

function applyForExemption(_root, { input }, { caller, store, language }) {
  const dog = store.dog(input.dogId, caller.sub);
  const problems = checkExemption(dog, input, today(), language);
  if (problems.length > 0) return { dog, problems };
  store.exempt(dog.id, caller.sub, exemptionFor(input.ground, dog.keptSince));
  return { dog: store.dog(dog.id, caller.sub), problems: [] };
}

function deregisterDog(_root, { input }, { caller, store, language }) {
  const dog = store.dog(input.dogId, caller.sub);
  const problems = checkDeregistration(dog, input, today(), language);
  if (problems.length > 0) return { dog, problems };
  store.deregister(dog.id, caller.sub, input.lastDay);
  return { dog: store.dog(dog.id, caller.sub), problems: [] };
}

export const resolvers = {
  Mutation: { registerDog, applyForExemption, deregisterDog },
  Citizen: {
    // Threat: another citizen's dogs by id. Rule: only the caller's own handle resolves.
    __resolveReference: ({ id }, { caller }) => (caller?.handle === id ? { id } : null),
    dogs: (_citizen, _arguments, { caller, store }) => store.dogsOf(caller.sub),
  },
  Dog: {
    __resolveReference: ({ id }, { caller, store }) => (caller ? store.dog(id, caller.sub) : null),
    tagNumber: ({ tag }) => `C-${String(tag).padStart(6, '0')}`,
    status: ({ lastDay }) => (lastDay === null ? 'REGISTERED' : 'DEREGISTERED'),
    tax: (dog, _arguments, context) => taxOf(dog, context),
  },
  Money: { formatted },
};

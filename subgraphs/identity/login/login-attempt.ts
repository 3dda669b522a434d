import type { FastifyReply, FastifyRequest } from 'fastify';
import { errors, type Interaction, type Provider } from 'oidc-provider';
import type { KnownAccount } from '../domain/accounts.ts';
import type { AssuranceLevel } from '../../kit/caller/caller.ts';
import { reaches } from '../domain/assurance-level.ts';
import type { Localized, MeansOfIdentification } from '../domain/means-of-identification.ts';
import type { IssuerOptions } from './issuer-options.ts';
import type { Language } from '../../kit/subgraph.ts';
import { chooseLanguage } from './language.ts';
import { wantedLevel } from './step-up.ts';

type Identified = { kind: 'identified'; login: { accountId: string; acr: AssuranceLevel; remember: false } };
type Refused = { kind: 'refused'; reason: Localized };

/** One login under way: who asks for which level, and what is offered to reach it. */
export interface LoginAttempt {
  uid: string;
  issuer: string;
  language: Language;
  clientName: string;
  wanted: AssuranceLevel;
  /** The means that reach the level. */
  offered: readonly MeansOfIdentification[];
  /** Who is logged in already, when a higher level is asked for. */
  current: KnownAccount | undefined;
  identify(means: string, answer: Record<string, string>): Promise<Identified | Refused>;
}

const noAccount: Localized = {
  de: 'Zu dieser Identität gibt es kein Bürgerkonto.',
  en: 'There is no citizen account for this identity.',
};
const someoneElse: Localized = {
  de: 'Das ist eine andere Person als die angemeldete. Bitte melden Sie sich zuerst ab.',
  en: 'This is not the person who is logged in. Please log out first.',
};

/**
 * Finds the login that this browser began.
 * @throws errors.SessionNotFound when there is none, it expired, or it is another browser's
 */
export async function openAttempt(
  { provider, options }: { provider: Provider; options: IssuerOptions },
  request: FastifyRequest<{ Params: { uid: string } }>,
  reply: FastifyReply,
): Promise<LoginAttempt> {
  const interaction = await provider.interactionDetails(request.raw, reply.raw);
  if (interaction.uid !== request.params.uid)
    throw new errors.SessionNotFound('another login is under way in this browser');
  const { params } = interaction;
  const wanted = wantedLevel(params['acr_values']);
  const client = await provider.Client.find(String(params['client_id']));
  const attempt = {
    uid: interaction.uid,
    issuer: options.issuer,
    language: chooseLanguage(params['ui_locales'], request.headers['accept-language']),
    clientName: client?.clientName ?? String(params['client_id']),
    wanted,
    offered: options.means.filter((means) => reaches(means.level, wanted)),
    current: await accountToConfirm(interaction, options),
  };
  return { ...attempt, identify: (means, answer) => identify(attempt, options, means, answer) };
}

/** A step-up is for the one who is logged in. After `prompt=login` anybody may come. */
async function accountToConfirm(
  { session, prompt }: Interaction,
  options: IssuerOptions,
): Promise<KnownAccount | undefined> {
  const isStepUp = prompt.reasons.includes('acr_too_low') && !prompt.reasons.includes('login_prompt');
  return isStepUp && session?.accountId ? options.accounts.find(session.accountId) : undefined;
}

/** @throws errors.InvalidRequest for a means that is not offered: it does not reach the level, or there is none of that name */
async function identify(
  { uid, language, offered, current }: Omit<LoginAttempt, 'identify'>,
  { accounts, log }: IssuerOptions,
  meansId: string,
  answer: Record<string, string>,
): Promise<Identified | Refused> {
  const means = offered.find((one) => one.id === meansId);
  if (!means) throw new errors.InvalidRequest('this means of identification is not offered here', 404);
  const verification = await means.verify({ id: uid, language }, answer);
  if (verification.kind === 'refused') return verification;
  const account = await accounts.findByPseudonym(means.id, verification.pseudonym);
  if (!account) return { kind: 'refused', reason: noAccount };
  if (current && current.accountId !== account.accountId) return { kind: 'refused', reason: someoneElse };
  log.info({ means: means.id, level: means.level, isClerk: account.clerkOf !== undefined }, 'somebody identified');
  return { kind: 'identified', login: { accountId: account.accountId, acr: means.level, remember: false } };
}

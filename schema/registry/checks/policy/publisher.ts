import type { PolicyRule } from './rule.ts';

/** Names that routers, tokens and log lines carry without quoting. */
const goodName = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** Somebody is responsible for the subgraph and can be reached, and its name cannot be taken for another's. */
export const publisherIsKnown: PolicyRule = ({ input, version }) => {
  const agency = input.agencies[input.subgraph];
  const remarks = [];
  if (!agency || agency.name.trim() === '' || agency.contact.trim() === '') {
    remarks.push({
      code: 'NO_CONTACT',
      severity: 'error' as const,
      message: `Nobody is known who can be asked about ${input.subgraph}.`,
      why: 'When the subgraph fails at night, somebody has to be called.',
      remedy: 'Have those who run the graph enter a name and a contact (mail or telephone) for your agency.',
    });
  }
  if (!goodName.test(version.name) || version.name.length > 60) {
    remarks.push({
      code: 'BAD_SUBGRAPH_NAME',
      severity: 'error' as const,
      message: `${JSON.stringify(version.name)} is not a name for a subgraph.`,
      why: 'The name is the audience of the assertions that the gateway signs; two that look alike would be mixed up.',
      remedy: 'Use small letters, digits and single hyphens: dog-registration.',
    });
  }
  return [
    ...remarks,
    ...alike(
      version.name,
      input.current.map(({ name }) => name),
    ),
  ];
};

/** `a-b` and `a_b` are the same name inside a supergraph. */
function alike(name: string, others: readonly string[]) {
  const simple = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');
  return others
    .filter((other) => other !== name && simple(other) === simple(name))
    .map((other) => ({
      code: 'NAME_LIKE_ANOTHER',
      severity: 'error' as const,
      message: `${name} reads like ${other}, which exists.`,
      why: 'People and logs would mix them up.',
      remedy: 'Choose a name that says more.',
    }));
}

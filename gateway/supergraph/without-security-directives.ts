import { Kind, parse, print, visit } from 'graphql';
import { isFeatureName, linkedFeatures } from './linked-features.ts';

const SECURITY = ['authenticated', 'requiresScopes', 'policy'].map((name) => `https://specs.apollo.dev/${name}`);

/**
 * The supergraph without `@authenticated`, `@requiresScopes` and `@policy`: `@apollo/gateway` refuses to load a supergraph
 * with them, because it would not enforce them. For comparisons only: whoever serves the result serves it unprotected.
 */
export function withoutSecurityDirectives(sdl: string): string {
  const document = parse(sdl, { noLocation: true });
  const security = linkedFeatures(document).filter((feature) => SECURITY.includes(feature.identity));
  if (security.length === 0) return sdl;
  const isSecurity = (name: string): boolean => isFeatureName(name, security);
  const definition = (node: { name: { value: string } }): null | undefined =>
    isSecurity(node.name.value) ? null : undefined;
  return print(
    visit(document, {
      DirectiveDefinition: (node) => (isSecurity(`@${node.name.value}`) ? null : undefined),
      ScalarTypeDefinition: definition,
      EnumTypeDefinition: definition,
      InputObjectTypeDefinition: definition,
      Directive: (node) => {
        if (isSecurity(`@${node.name.value}`)) return null;
        const url = node.arguments?.find(({ name }) => name.value === 'url' || name.value === 'feature')?.value;
        const links = url?.kind === Kind.STRING && SECURITY.some((identity) => url.value.startsWith(`${identity}/v`));
        return links ? null : undefined;
      },
    }),
  );
}

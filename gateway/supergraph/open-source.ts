import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SupergraphManager } from '@apollo/gateway';
import type { Logger } from '../../platform/log.ts';
import { projectFile } from '../../platform/project-root.ts';
import { supergraphFromRegistry } from './from-registry.ts';
import { lastGoodInFile } from './last-good.ts';
import { RoutingHosts } from '../../platform/routing-hosts.ts';
import type { SupergraphSettings } from './settings.ts';
import { registryKeys } from './signed-keys.ts';
import { supergraphFromFile } from './supergraph-from-file.ts';

/** Who serves supergraphs; throws before there is one. */
interface Serving {
  supergraph(): { hash: string };
}

/** Opens the source that the settings name: a registry, or a file. */
export function openSource(
  settings: SupergraphSettings,
  log: Logger,
  serving: () => Serving | undefined,
): SupergraphManager {
  const { SUPERGRAPH_FILE: file, REGISTRY_URL: url, REGISTRY_GRAPH: graph, SUPERGRAPH_CACHE: cache } = settings;
  if (url === undefined) {
    return supergraphFromFile(file ?? projectFile('schema', 'supergraph.graphql'), {
      onProblem: (err) => log.error({ err }, 'the supergraph file cannot be used'),
    });
  }
  return supergraphFromRegistry({
    url,
    graph,
    token: settings.REGISTRY_TOKEN ?? '',
    keys: registryKeys(settings.REGISTRY_KEYS ?? ''),
    store: lastGoodInFile(join(cache ?? '', `${graph}.json`)),
    ...(file !== undefined && { fallback: () => readFile(file, 'utf8') }),
    served: () => hashServed(serving()),
    onTaken: (taken) => log.info({ ...taken, graph }, 'a supergraph is taken over'),
    onProblem: (err) => log.error({ err }, 'the registry'),
  });
}

function hashServed(engine: Serving | undefined): string | undefined {
  try {
    return engine?.supergraph().hash;
  } catch {
    return undefined;
  }
}

/**
 * Where routing URLs may lead. Those in a file are the word of whoever runs the gateway; those from a registry are the word of agencies.
 */
export function routingHosts(
  settings: SupergraphSettings & { SUBGRAPH_URLS: Readonly<Record<string, string>>; NODE_ENV: string },
): RoutingHosts | undefined {
  if (settings.REGISTRY_URL === undefined) return undefined;
  return new RoutingHosts({
    allowed: settings.SUBGRAPH_HOSTS,
    overrides: Object.values(settings.SUBGRAPH_URLS),
    loopback: settings.NODE_ENV === 'development',
  });
}

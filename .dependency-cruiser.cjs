/** The import directions of the design (docs: README.md, "Layout"). */
const subgraph = '^subgraphs/(?!kit/)([^/]+)/';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'platform-imports-nothing-of-ours',
      comment: 'platform/ knows no GraphQL and no domain.',
      severity: 'error',
      from: { path: '^platform/' },
      to: { path: '^(gateway|subgraphs|schema|specimens|test)/' },
    },
    {
      name: 'platform-knows-no-graphql',
      severity: 'error',
      from: { path: '^platform/' },
      to: { path: 'node_modules/(graphql|type-graphql|@apollo)/' },
    },
    {
      name: 'gateway-stands-alone',
      comment: 'The gateway sees subgraphs over HTTP and SDL only.',
      severity: 'error',
      from: { path: '^gateway/' },
      to: { path: '^(subgraphs|schema|specimens|test)/' },
    },
    {
      name: 'registry-stands-alone',
      severity: 'error',
      from: { path: '^schema/registry/' },
      to: { path: '^(gateway|subgraphs|specimens|test)/' },
    },
    {
      name: 'specimens-share-no-code',
      comment: 'Stand-ins for outside systems share no code with the services.',
      severity: 'error',
      from: { path: '^specimens/' },
      to: { path: '^(gateway|subgraphs|schema|test)/' },
    },
    { name: 'kit-imports-no-subgraph', severity: 'error', from: { path: '^subgraphs/kit/' }, to: { path: subgraph } },
    {
      name: 'kit-imports-no-gateway',
      severity: 'error',
      from: { path: '^subgraphs/' },
      to: { path: '^(gateway|schema|specimens|test)/' },
    },
    {
      name: 'subgraphs-do-not-meet',
      comment: 'One subgraph never imports another: they meet in the gateway.',
      severity: 'error',
      from: { path: subgraph },
      to: { path: subgraph, pathNot: '^subgraphs/$1/' },
    },
    {
      name: 'domain-is-pure',
      comment: 'Rules and state machines import no GraphQL, no SQL, no HTTP.',
      severity: 'error',
      from: { path: '^(subgraphs/[^/]+|schema/registry)/domain/' },
      to: {
        path: [
          '^subgraphs/[^/]+/(graph|storage|clients)/',
          '^schema/registry/(api|launch|storage|http)/',
          'node_modules/(graphql|type-graphql|kysely|pg|fastify|@apollo)/',
        ],
      },
    },
    {
      name: 'storage-knows-no-graph',
      severity: 'error',
      from: { path: '^subgraphs/[^/]+/(storage|clients)/' },
      to: { path: ['^subgraphs/[^/]+/graph/', 'node_modules/(type-graphql|@apollo)/'] },
    },
    { name: 'no-test-in-production', severity: 'error', from: { pathNot: '^test/' }, to: { path: '^test/' } },
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['^dist/', '^gateway/playground/app/', '^test/bench/peers/'] },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default'] },
  },
};

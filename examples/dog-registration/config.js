// The only reader of process.env. Every problem is reported at once, at start.

/** @typedef {ReturnType<typeof readConfig>} Config */

export function readConfig(env = process.env) {
  const problems = [];
  const url = (name) => {
    if (!URL.canParse(env[name] ?? '')) problems.push(`${name}: expected a URL, got ${env[name] ?? 'nothing'}`);
    return env[name] ?? '';
  };
  const config = {
    port: Number(env.PORT ?? 4301),
    host: env.HOST ?? '127.0.0.1',
    /** SQLite file; `:memory:` forgets everything at the end. */
    database: env.DATABASE ?? 'dogs.sqlite',
    /** Area of the city that this runs for, AGS: Chemnitz. */
    authority: env.AUTHORITY ?? '14511000',
    /** Public keys of the gateway whose callers are believed. */
    gatewayKeys: url('GATEWAY_KEYS'),
    gatewayName: env.GATEWAY_NAME ?? 'amtgraph-gateway',
    /** Shared with payments: proves that a webhook comes from there. */
    webhookSecret: env.WEBHOOK_SECRET ?? '',
  };
  if (!(config.port >= 0 && config.port < 65_536)) problems.push(`PORT: expected 0 to 65535, got ${env.PORT}`);
  if (!config.webhookSecret.startsWith('whsec_'))
    problems.push('WEBHOOK_SECRET: expected the secret that payments has for this service, whsec_…');
  if (problems.length > 0) throw new Error(`dog-registration cannot start:\n  ${problems.join('\n  ')}`);
  return config;
}

import 'reflect-metadata';
import { runProcess } from '../../platform/run-process.ts';
import { serve } from '../kit/http/serve.ts';
import { readIdentityConfig } from './config.ts';
import { mountIssuer } from './login/mount-issuer.ts';
import { identity } from './subgraph.ts';

runProcess(() => {
  const config = readIdentityConfig();
  return serve(identity, config, { extend: mountIssuer(config) });
});

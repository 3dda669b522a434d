#!/usr/bin/env node
// `npx amtgraph`: compiles what has changed, then runs the command line.
import '../../../platform/launch/build.mjs';

await import('../../../dist/schema/registry/cli/main.js');

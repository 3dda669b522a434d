// `npm start`: builds what changed, then starts the system. Checks come first, in plain JavaScript (see build.mjs).
import './build.mjs';

await import('../../dist/platform/launch/main.js');

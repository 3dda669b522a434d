import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { compressFiles } from './compress-files.ts';

/** Builds the page into `dist/playground`; every file name but `index.html` and `icon.svg` carries a hash. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), compressFiles()],
  // One copy of each: a second `graphql` would make `instanceof` fail inside GraphiQL.
  resolve: { dedupe: ['graphql', 'react', 'react-dom'] },
  worker: { format: 'es' },
  build: {
    outDir: '../../../dist/playground',
    emptyOutDir: true,
    target: 'es2023',
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // The editor (Monaco) is one chunk of a few megabytes, loaded after the page itself.
    chunkSizeWarningLimit: 4096,
    rolldownOptions: {
      onLog: (level, log, report) => {
        // Libraries compiled with React's compiler leave its directive behind; it has no meaning in a bundle.
        if (log.code !== 'MODULE_LEVEL_DIRECTIVE') report(level, log);
      },
    },
  },
});

/**
 * How the server is bundled: our own sources (apps/server and the @tessera libs) into one file,
 * everything from node_modules left outside. Used by the build and, watching, by `npm run dev`.
 */
import { join } from 'node:path';
import { root } from './ensure.mjs';

// Helpers that the decorator transform imports are rolldown's own and must be inlined, too.
const inlined = (id) => /^(\0|\.|\/|[A-Za-z]:[\\/]|@tessera\/|@oxc-project\/runtime)/.test(id);

export function serverBundle({ entry = join(root, 'apps/server/src/main.ts'), outDir = join(root, 'dist/server'), cwd = root } = {}) {
  return {
    input: { main: entry },
    cwd,
    platform: 'node',
    external: (id) => !inlined(id),
    tsconfig: false,
    transform: {
      target: 'node24',
      decorator: { legacy: true, emitDecoratorMetadata: true },
      typescript: { onlyRemoveTypeImports: true },
    },
    logLevel: 'warn',
    output: { dir: outDir, format: 'esm', sourcemap: true, entryFileNames: '[name].js', chunkFileNames: 'chunk-[name]-[hash].js', keepNames: true, cleanDir: true },
  };
}

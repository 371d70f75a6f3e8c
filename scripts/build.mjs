/** `npm run build`: builds the server and the builder into dist/, whether they changed or not. */
import { ensure } from './ensure.mjs';

await ensure(import.meta.url);
const { buildOrExit } = await import('./build-parts.mjs');
const started = performance.now();
await buildOrExit({ force: true, log: console.log });
console.log(`Built in ${((performance.now() - started) / 1000).toFixed(1)} s.`);

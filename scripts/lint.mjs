/** `npm run lint [-- --fix] [-- PATH ...]`: ESLint over everything, or over the given paths. */
import { ensure, root } from './ensure.mjs';

await ensure(import.meta.url);
process.chdir(root);
const { storeProjectGraph } = await import('./lint/project-graph.mjs');
await storeProjectGraph();
const { ESLint } = await import('eslint');

const fix = process.argv.includes('--fix');
const paths = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const eslint = new ESLint({ fix, cache: !fix && paths.length === 0, cacheLocation: 'node_modules/.cache/eslint/', cacheStrategy: 'content', errorOnUnmatchedPattern: false });
const results = await eslint.lintFiles(paths.length > 0 ? paths : ['.']);
if (fix) await ESLint.outputFixes(results);
const text = await (await eslint.loadFormatter('stylish')).format(results);
if (text) console.log(text);
const problems = results.reduce((sum, result) => sum + result.errorCount + result.warningCount, 0);
console.log(`Linted ${results.length} files, ${problems} problems.`);
process.exit(problems > 0 ? 1 : 0);

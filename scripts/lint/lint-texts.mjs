/**
 * Lints pieces of source as if they were files: reads `[{ file, code }]` from standard input and
 * prints for each the rules it breaks. For the boundary tests, outside of Jest's module sandbox.
 */
import { text } from 'node:stream/consumers';
import { storeProjectGraph } from './project-graph.mjs';

const pieces = JSON.parse(await text(process.stdin));
await storeProjectGraph();
const { ESLint } = await import('eslint');
const eslint = new ESLint();
const answers = [];
for (const { file, code } of pieces) {
  const [result] = await eslint.lintText(code, { filePath: file, warnIgnored: true });
  answers.push(result.messages.map(({ ruleId, message }) => ({ rule: ruleId, message })));
}
process.stdout.write(JSON.stringify(answers));
process.exit(0);

/**
 * `npm test`: types, lint, unit, Postgres, build and end-to-end tests, in this order and all of them
 * even when one fails. Types, lint and the build count as one test each; a suite without a single test
 * counts as failed. Ends with `N passed, N failed` alone on a line. `npm test -- unit pg` runs some.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensure, root } from './ensure.mjs';

await ensure(import.meta.url);

const results = join(root, 'test-results');
const script = (name, ...args) => [join(root, 'scripts', `${name}.mjs`), ...args];
const jest = (project) => script('jest', '--selectProjects', project, '--json', `--outputFile=${join(results, `${project}.json`)}`);
const steps = [
  { name: 'types', args: script('types') },
  { name: 'lint', args: script('lint') },
  { name: 'unit', args: jest('unit'), count: countJest },
  { name: 'pg', args: jest('pg'), count: countJest },
  { name: 'build', args: script('build') },
  { name: 'e2e', args: script('e2e'), count: countPlaywright, needs: 'build' },
];

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !steps.some((step) => step.name === name));
if (unknown.length > 0) {
  console.error(`No such step: ${unknown.join(', ')}. There are: ${steps.map((step) => step.name).join(', ')}.`);
  process.exit(1);
}

mkdirSync(results, { recursive: true });
const outcomes = [];
for (const step of steps) if (asked.length === 0 || asked.includes(step.name)) outcomes.push(await runStep(step));

console.log('');
for (const { name, passed, failed, skipped, seconds, remark } of outcomes) {
  const counts = `${String(passed).padStart(5)} passed ${String(failed).padStart(4)} failed${skipped ? ` ${skipped} skipped` : ''}`;
  console.log(`${failed === 0 ? 'ok  ' : 'FAIL'} ${name.padEnd(6)} ${counts} ${seconds.toFixed(1).padStart(7)} s  ${remark}`.trimEnd());
}
const total = (key) => outcomes.reduce((sum, outcome) => sum + outcome[key], 0);
console.log(`${total('passed')} passed, ${total('failed')} failed`);
process.exit(total('failed') > 0 ? 1 : 0);

async function runStep({ name, args, count, needs }) {
  const outcome = { name, passed: 0, failed: 0, skipped: 0, seconds: 0, remark: '' };
  if (outcomes.some((earlier) => earlier.name === needs && earlier.failed > 0)) return { ...outcome, failed: 1, remark: `not run: ${needs} failed` };
  console.log(`\n== ${name}`);
  const report = join(results, `${name}.json`);
  rmSync(report, { force: true });
  const started = performance.now();
  const code = await run(args);
  outcome.seconds = (performance.now() - started) / 1000;
  if (count === undefined) return { ...outcome, passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 };
  const counted = { ...outcome, ...(count(report) ?? { remark: 'no report was written' }) };
  if (counted.passed + counted.failed === 0) return { ...counted, failed: 1, remark: counted.remark || 'no test ran' };
  if (code !== 0 && counted.failed === 0) return { ...counted, failed: 1, remark: `ended with ${code}` };
  return counted;
}

function run(args) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? signal));
  });
}

/** A spec file that cannot even be loaded counts as one failed test. */
function countJest(path) {
  const report = readReport(path);
  return report && { passed: report.numPassedTests, failed: report.numFailedTests + report.numRuntimeErrorTestSuites, skipped: report.numPendingTests };
}

function countPlaywright(path) {
  const report = readReport(path);
  return report && { passed: report.stats.expected, failed: report.stats.unexpected + report.stats.flaky + report.errors.length, skipped: report.stats.skipped };
}

function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

/** The negative test of every boundary: forbidden code must be reported by the named rule, allowed code by none. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '../..');
const use = (source) => `import { x } from '${source}';\nexport const y = x;\n`;

const nx = '@nx/enforce-module-boundaries';
const ours = 'tessera/boundaries';

const forbidden = [
  ['a lib imports a package above it', 'libs/contract/src/probe.ts', use('@tessera/formula'), [nx, ours]],
  ['model imports access', 'libs/model/src/probe.ts', use('@tessera/access'), [nx, ours]],
  ['formula imports model', 'libs/formula/src/probe.ts', use('@tessera/model'), [nx, ours]],
  ['access imports sql', 'libs/access/src/probe.ts', use('@tessera/sql'), [nx, ours]],
  ['process imports sql', 'libs/process/src/probe.ts', use('@tessera/sql'), [nx, ours]],
  ['templates imports access', 'libs/templates/src/probe.ts', use('@tessera/access'), [nx, ours]],
  ['the builder imports sql', 'apps/builder/src/app/probe.ts', use('@tessera/sql'), [nx, ours]],
  ['a lib imports an app', 'libs/model/src/probe.ts', use('@tessera/server'), [ours]],
  ['a type is imported against the direction', 'libs/model/src/probe.ts', `export type A = import('@tessera/access').Access;\n`, [ours]],
  ['a dynamic import goes against the direction', 'libs/model/src/probe.ts', `export const a = () => import('@tessera/access');\n`, [ours]],
  ['a re-export goes against the direction', 'libs/model/src/probe.ts', `export * from '@tessera/access';\n`, [nx, ours]],
  ['a package that is not in the table', 'libs/model/src/probe.ts', use('@tessera/nowhere'), [ours]],
  ['a package imports itself by name', 'libs/model/src/probe.ts', use('@tessera/model'), [ours]],
  ['a relative path leaves the package', 'libs/model/src/probe.ts', use('../../contract/src/text.ts'), [ours]],
  ['code that ships imports the test helpers', 'apps/server/src/records/probe.ts', use('@tessera/testing'), [ours]],
  ['code that ships imports what the proofs are made of', 'apps/server/src/records/probe.ts', use('../proofs/canaries.ts'), [ours]],
  ['a feature other than the write door builds record-writing SQL', 'apps/server/src/processes/probe.ts', use('@tessera/sql/write'), [ours]],
  ['the reading half of records builds record-writing SQL', 'apps/server/src/records/probe.ts', use('@tessera/sql/write'), [ours]],
  ['a feature other than records reads the secured relation', 'apps/server/src/templates/probe.ts', use('@tessera/sql/read'), [ours]],
  ['shared imports a feature', 'apps/builder/src/shared/ui/probe.ts', use('../../features/setup/setup-page.tsx'), [ours]],
  ['shared imports app', 'apps/builder/src/shared/ui/probe.ts', use('../../app/router.tsx'), [ours]],
  ['a feature imports another feature', 'apps/builder/src/features/setup/probe.ts', use('../sign-in/sign-in-page.tsx'), [ours]],
  ['a feature imports app', 'apps/builder/src/features/setup/probe.ts', use('../../app/router.tsx'), [ours]],
  ['a lib has a file named after a layer', 'libs/model/src/probe.ts', use('./types.ts'), ['no-restricted-imports']],
  ['a lib imports TypeORM', 'libs/sql/src/probe.ts', use('typeorm'), ['no-restricted-imports']],
  ['a lib imports pg', 'libs/sql/src/probe.ts', use('pg'), ['no-restricted-imports']],
  ['a lib imports Nest', 'libs/access/src/probe.ts', use('@nestjs/common'), ['no-restricted-imports']],
  ['a lib imports React', 'libs/model/src/probe.ts', use('react'), ['no-restricted-imports']],
  ['a lib imports a node built-in', 'libs/templates/src/probe.ts', use('node:fs/promises'), ['no-restricted-imports']],
  ['a lib imports a node built-in by its old name', 'libs/templates/src/probe.ts', use('fs'), ['no-restricted-imports']],
  ['a lib reads the clock', 'libs/process/src/probe.ts', 'export const now = Date.now();\n', ['no-restricted-properties']],
  ['a lib makes the present date', 'libs/process/src/probe.ts', 'export const now = new Date();\n', ['no-restricted-syntax']],
  ['a lib rolls dice', 'libs/process/src/probe.ts', 'export const n = Math.random();\n', ['no-restricted-properties']],
  ['a lib reads the environment', 'libs/process/src/probe.ts', 'export const e = process.env;\n', ['no-restricted-globals']],
  ['a lib sets a timer', 'libs/process/src/probe.ts', 'setTimeout(() => {}, 1);\n', ['no-restricted-globals']],
  ['a file is named after a layer', 'apps/server/src/records/probe.ts', use('./utils.ts'), ['no-restricted-imports']],
  ['a file has grown over 450 lines', 'apps/server/src/records/probe.ts', 'export const a = 1;\n'.repeat(451), ['max-lines']],
];

const allowed = [
  ['formula imports contract', 'libs/formula/src/probe.ts', use('@tessera/contract')],
  ['sql imports access', 'libs/sql/src/probe.ts', use('@tessera/access')],
  ['the server imports every lib', 'apps/server/src/records/probe.ts', ['access', 'contract', 'formula', 'model', 'process', 'sql', 'templates'].map((lib) => `export * from '@tessera/${lib}';\n`).join('')],
  ['the write door builds record-writing SQL', 'apps/server/src/records/write-door/probe.ts', use('@tessera/sql/write')],
  ['the records feature reads the secured relation', 'apps/server/src/records/probe.ts', use('@tessera/sql/read')],
  ['a spec imports the test helpers', 'libs/sql/src/probe.pg.spec.ts', use('@tessera/testing')],
  ['the proofs import the test helpers', 'apps/server/src/proofs/probe.ts', use('@tessera/testing')],
  ['a lib turns a given time into a date', 'libs/process/src/probe.ts', 'export const at = (iso: string): Date => new Date(iso);\n'],
  ['a spec of a lib reads a file', 'libs/templates/src/probe.spec.ts', use('node:fs')],
  ['a feature imports shared', 'apps/builder/src/features/setup/probe.ts', use('../../shared/ui/index.ts')],
  ['a feature imports its own files', 'apps/builder/src/features/setup/probe.ts', use('./form/setup-form.tsx')],
  ['app composes features', 'apps/builder/src/app/probe.ts', use('../features/setup/setup-page.tsx')],
];

let answers;
beforeAll(() => {
  const pieces = [...forbidden, ...allowed].map(([, file, code]) => ({ file, code }));
  const done = spawnSync(process.execPath, [join(here, 'lint-texts.mjs')], { cwd: root, input: JSON.stringify(pieces), encoding: 'utf8', maxBuffer: 10_000_000 });
  if (done.status !== 0) throw new Error(done.stderr);
  answers = JSON.parse(done.stdout);
}, 60_000);

describe('the boundary rules refuse', () => {
  it.each(forbidden.map(([name, , , rules], index) => ({ name, rules, index })))('$name', ({ rules, index }) => {
    expect(answers[index].map((answer) => answer.rule)).toEqual(expect.arrayContaining(rules));
  });
});

describe('the boundary rules allow', () => {
  it.each(allowed.map(([name], index) => ({ name, index })))('$name', ({ index }) => {
    expect(answers[forbidden.length + index]).toEqual([]);
  });
});

/**
 * Who may import whom: the one table behind both boundary rules (@nx/enforce-module-boundaries and
 * tessera/boundaries). A package that is not in it may import nothing and be imported by nobody.
 */

/** contract <- formula <- model <- access <- sql, contract <- formula <- process, and the apps on top. */
export const mayImport = {
  contract: [],
  formula: ['contract'],
  model: ['contract', 'formula'],
  access: ['contract', 'formula', 'model'],
  sql: ['contract', 'formula', 'model', 'access'],
  process: ['contract', 'formula'],
  templates: ['contract', 'model'],
  testing: [],
  server: ['contract', 'formula', 'model', 'access', 'sql', 'process', 'templates'],
  builder: ['contract', 'formula', 'model', 'access', 'process'],
};

/** Tests of every package may use it, code that ships may not. */
export const forTestsOnly = 'testing';

/** Doors: a sub-path that only the named folders may import. */
export const doors = [
  {
    subPath: '@tessera/sql/write',
    folders: ['apps/server/src/records/write-door/'],
    reason: 'every change to a record goes through the write door',
  },
  {
    subPath: '@tessera/sql/read',
    folders: ['apps/server/src/records/'],
    reason: 'records are read through the records feature, which knows the actor',
  },
];

/** Specs, and folders of what they share: `testing`, and the proofs, which are a test that can run for hours. */
export const isTest = (file) => /\.spec\.tsx?$/.test(file) || /^apps\/server\/src\/(.+\/)?(testing|proofs)\//.test(file) || /^libs\/testing\//.test(file);

export const nxConstraints = Object.entries(mayImport).map(([name, others]) => ({
  sourceTag: `scope:${name}`,
  onlyDependOnLibsWithTags: [...others, forTestsOnly].map((other) => `scope:${other}`),
}));

/**
 * Jest in ESM mode. `unit` needs nothing; `pg` shares one embedded Postgres (see scripts/jest-postgres.mjs),
 * in which every spec file makes its own database with `createTestDatabase()` of @tessera/testing.
 */
const swc = {
  jsc: {
    target: 'es2023',
    parser: { syntax: 'typescript', tsx: true, decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true, react: { runtime: 'automatic' } },
    keepClassNames: true,
    experimental: { keepImportAttributes: true },
  },
  sourceMaps: 'inline',
};
const swcTs = { ...swc, jsc: { ...swc.jsc, parser: { ...swc.jsc.parser, tsx: false } } };

const common = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: { '^.+\\.ts$': ['@swc/jest', swcTs], '^.+\\.tsx$': ['@swc/jest', swc] },
  moduleNameMapper: { '\\.(css|svg|png|woff2)$': '<rootDir>/scripts/jest-asset.mjs' },
  moduleFileExtensions: ['ts', 'tsx', 'mjs', 'js', 'json', 'node'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/data/'],
  watchPathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/data/', '<rootDir>/node_modules/'],
};

export default {
  maxWorkers: 2,
  // What one file has loaded is not all let go of for the next: a worker that has grown is replaced, or it collects garbage most of the time.
  workerIdleMemoryLimit: '1GB',
  // Of the run, not of a project: Jest ignores it there. Generous, because a busy machine is not a failure.
  testTimeout: 60_000,
  projects: [
    {
      ...common,
      displayName: 'unit',
      testMatch: ['<rootDir>/{libs,apps,scripts,e2e}/**/*.spec.{ts,tsx,mjs}'],
      testPathIgnorePatterns: ['/node_modules/', '<rootDir>/dist/', '\\.pg\\.spec\\.ts$'],
    },
    {
      ...common,
      displayName: 'pg',
      testMatch: ['<rootDir>/{libs,apps}/**/*.pg.spec.ts'],
      testPathIgnorePatterns: ['/node_modules/', '<rootDir>/dist/'],
      globalSetup: '<rootDir>/scripts/jest-postgres.mjs',
      globalTeardown: '<rootDir>/scripts/jest-postgres-stop.mjs',
    },
  ],
};

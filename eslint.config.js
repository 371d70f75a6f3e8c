/**
 * What is checked beyond types: who may import whom, the purity of the libs, and a few habits.
 * Nothing here needs type information, so the whole repository takes seconds.
 */
import { builtinModules } from 'node:module';
import nx from '@nx/eslint-plugin';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';
import { boundaries } from './scripts/lint/boundaries.mjs';
import { nxConstraints } from './scripts/lint/module-table.mjs';

const specs = ['**/*.spec.{ts,tsx,mjs}'];
const pureLibs = ['libs/*/src/**/*.ts'];
const notPure = ['libs/testing/**', ...specs];

const namedAfterLayer = { regex: '^\\..*/(utils|helpers?|types|manager)\\.tsx?$', message: 'A file is named after a thing.' };
const impureImports = [
  namedAfterLayer,
  { regex: `^(node:.*|(${builtinModules.filter((name) => !name.startsWith('_')).join('|')})(/.*)?)$`, message: 'Libs have no node built-ins: they run in the browser, too.' },
  { regex: '^(typeorm|pg|fastify|@nestjs|@fastify)(/.*)?$', message: 'Libs do no I/O: that is the server\'s.' },
  { regex: '^(react|react-dom|antd|@rjsf|@ant-design|@tanstack)(/.*)?$', message: 'Libs draw nothing: that is the builder\'s.' },
];
const impureGlobals = ['process', 'Buffer', 'console', 'setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'fetch', 'performance', 'crypto', 'window', 'document', 'localStorage', 'navigator'];
const impureSyntax = [
  { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: 'Time comes in as an argument.' },
  { selector: 'CallExpression[callee.name="Date"]', message: 'Time comes in as an argument.' },
];
const impureProperties = [
  { object: 'Date', property: 'now', message: 'Time comes in as an argument.' },
  { object: 'Math', property: 'random', message: 'Chance comes in as an argument.' },
];

export default tseslint.config(
  { ignores: ['**/node_modules/', 'dist/', 'data/', 'coverage/', 'screens/', 'test-results/', 'playwright-report/', '**/.nx/', '**/.cache/', '**/*.d.ts', 'apps/builder/public/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.{ts,tsx,mjs,js}'],
    extends: [tseslint.configs.base],
    plugins: { '@nx': nx, tessera: { rules: { boundaries } } },
    rules: {
      // A lib may be loaded lazily in one place and at once in another: chunks are Vite's business.
      '@nx/enforce-module-boundaries': ['error', { enforceBuildableLibDependency: false, allow: [], checkDynamicDependenciesExceptions: ['^@tessera/'], depConstraints: nxConstraints }],
      'tessera/boundaries': 'error',
      '@typescript-eslint/ban-ts-comment': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }],
      '@typescript-eslint/no-non-null-asserted-optional-chain': 'error',
      '@typescript-eslint/no-unused-expressions': ['error', { allowShortCircuit: true, allowTernary: true }],
      '@typescript-eslint/no-require-imports': 'error',
      'no-debugger': 'error',
      'no-var': 'error',
      'prefer-const': ['error', { destructuring: 'all' }],
      'no-cond-assign': 'error',
      'no-constant-condition': ['error', { checkLoops: false }],
      'no-dupe-else-if': 'error',
      'no-duplicate-case': 'error',
      'no-empty': ['error', { allowEmptyCatch: true }],
      'no-fallthrough': 'error',
      'no-self-assign': 'error',
      'no-sparse-arrays': 'error',
      'no-unreachable': 'error',
      'no-unsafe-finally': 'error',
      'no-unsafe-optional-chaining': 'error',
      'no-useless-catch': 'error',
      'no-async-promise-executor': 'error',
      'no-control-regex': 'off',
      'use-isnan': 'error',
      'valid-typeof': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-restricted-imports': ['error', { patterns: [namedAfterLayer] }],
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx', 'hack'], location: 'anywhere' }],
    },
  },
  { files: [...specs, 'apps/server/src/testing/**', 'e2e/**'], rules: { '@typescript-eslint/no-explicit-any': 'off' } },
  { files: ['{libs,apps}/*/src/**/*.{ts,tsx}'], ignores: specs, rules: { 'max-lines': ['error', { max: 450 }] } },
  {
    files: pureLibs,
    ignores: notPure,
    rules: {
      'no-restricted-imports': ['error', { patterns: impureImports }],
      'no-restricted-globals': ['error', ...impureGlobals.map((name) => ({ name, message: 'Libs are pure: what they need comes in as an argument.' }))],
      'no-restricted-syntax': ['error', ...impureSyntax],
      'no-restricted-properties': ['error', ...impureProperties],
    },
  },
  {
    files: ['apps/builder/src/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': reactHooks },
    rules: { 'react-hooks/rules-of-hooks': 'error', 'react-hooks/exhaustive-deps': 'error' },
  },
);

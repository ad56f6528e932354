// Lint rules, with the one-way arrows of import as errors (see docs/desenvolvimento.md).
import eslint from '@eslint/js';
import astro from 'eslint-plugin-astro';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

const forbid = (group, message) => ({ group, message });

/** A pure model imports nothing but other pure models: no Node, no DOM helper, no page, no grader. */
const pureModel = [
  forbid(['node:*', 'astro', 'astro:*', 'lit', 'lit/*'], 'A pure model knows no Node, DOM or Astro.'),
  forbid(
    ['**/widgets/**', '**/components/**', '**/pages/**', '**/catalog/**', '**/graders/**'],
    'Arrows of import go one way: a model imports only models.',
  ),
];

export default defineConfig(
  { ignores: ['dist/', '.astro/', 'node_modules/', 'coverage/'] },
  eslint.configs.recommended,
  ...tseslint.configs.recommendedTypeChecked,
  ...astro.configs.recommended,
  {
    languageOptions: {
      parserOptions: {
        projectService: true,
        tsconfigRootDir: import.meta.dirname,
        extraFileExtensions: ['.astro'],
      },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      'no-irregular-whitespace': ['error', { skipStrings: true, skipTemplates: true, skipRegExps: true }],
    },
  },
  {
    files: ['**/*.astro', '**/*.mjs', 'public/**/*.js', 'scripts/offline/service-worker.js'],
    ...tseslint.configs.disableTypeChecked,
  },
  {
    files: ['public/**/*.js'],
    languageOptions: { globals: { document: 'readonly', localStorage: 'readonly', matchMedia: 'readonly' } },
  },
  {
    files: ['scripts/offline/service-worker.js'],
    languageOptions: {
      globals: Object.fromEntries(
        [
          'self',
          'caches',
          'fetch',
          'URL',
          'Headers',
          'Response',
          'setTimeout',
          '__BASE__',
          '__VERSION__',
          '__FILES__',
        ].map((name) => [name, 'readonly']),
      ),
    },
  },
  {
    files: ['src/{vmx,scheduling,v86,exit-cost,parallelism,process-memory}/**/*.ts'],
    ignores: ['**/*.test.ts', '**/*.bench.ts'],
    rules: {
      'no-restricted-imports': ['error', { patterns: pureModel }],
      'no-restricted-globals': [
        'error',
        'window',
        'document',
        'process',
        'performance',
        'setTimeout',
        'fetch',
      ],
    },
  },
  {
    files: ['graders/**/*.ts'],
    ignores: ['graders/cli/**', '**/*.test.ts', '**/*.bench.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            forbid(['node:*', 'astro', 'astro:*'], 'Reading files and printing live in graders/cli alone.'),
            forbid(
              ['**/widgets/**', '**/components/**', '**/pages/**', '**/cli/**'],
              'A grader imports only models and the catalogue.',
            ),
          ],
        },
      ],
    },
  },
  {
    files: ['src/widgets/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            forbid(
              ['node:*', '**/components/**', '**/pages/**', '**/graders/cli/**'],
              'A widget imports models, graders and the catalogue.',
            ),
          ],
        },
      ],
    },
  },
);

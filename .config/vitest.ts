import { defineConfig } from 'vitest/config';

const root = new URL('..', import.meta.url).pathname;

/** Unit tests lie beside the code; integration tests get a real PostgreSQL, browser tests a real Chromium and the whole service. */
export default defineConfig({
  root,
  test: {
    reporters: ['default', './test/support/closing-line.reporter.ts'],
    projects: [
      {
        root,
        test: {
          name: 'unit',
          include: ['src/**/*.spec.ts', 'simulator/**/*.spec.ts', 'dashboards/**/*.spec.ts'],
          exclude: ['**/node_modules/**', 'dist/**'],
          testTimeout: 60_000,
          maxWorkers: '100%',
          sequence: { groupOrder: 1 },
        },
      },
      {
        root,
        test: {
          name: 'integration',
          include: ['test/{integration,faults}/**/*.spec.ts'],
          globalSetup: ['test/support/postgres.ts'],
          testTimeout: 180_000,
          hookTimeout: 120_000,
          // These wait for servers and services more than they compute.
          maxWorkers: 2,
          sequence: { groupOrder: 2 },
        },
      },
      {
        root,
        test: {
          name: 'browser',
          include: ['test/browser/**/*.spec.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          fileParallelism: false,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});

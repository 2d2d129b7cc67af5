import { defineConfig } from '@hey-api/openapi-ts';

/** The API client, made from the service's own description of itself. Run from the root of the repository. */
export default defineConfig({
  input: './docs/openapi.json',
  output: {
    path: './dashboards/api/generated',
    // The copied runtime of the client is not written for exactOptionalPropertyTypes; its types are used all the same.
    header: ['// @ts-nocheck', '// Made by openapi-ts from docs/openapi.json; not kept in git.'],
  },
  plugins: ['@hey-api/client-fetch', '@hey-api/typescript', '@hey-api/sdk'],
  logs: { level: 'error' },
});

import 'reflect-metadata';
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { buildOpenApiDocument } from './openapi.js';

describe('the OpenAPI document', () => {
  it('in docs/openapi.json is current (node dist/src/serve/write-openapi.js docs/openapi.json)', async () => {
    const committed: unknown = JSON.parse(await readFile(new URL('../../docs/openapi.json', import.meta.url), 'utf8'));
    expect(await buildOpenApiDocument()).toEqual(committed);
  });

  it('names every operation, says what it answers, and that it needs a session or a token', async () => {
    const { paths } = await buildOpenApiDocument();
    const operations = Object.entries(paths).flatMap(([path, item]) =>
      [item.get, item.post, item.patch, item.delete].flatMap((operation) => (operation ? [{ path, operation }] : [])),
    );
    expect(operations.length).toBeGreaterThan(10);
    expect(operations.filter(({ operation }) => !operation.summary)).toEqual([]);
    const open = operations.filter(({ operation }) => operation.security?.length !== 2).map(({ path }) => path);
    expect(open.filter((path) => !path.startsWith('/api/v1/sign-in'))).toEqual(['/healthz', '/readyz']);
    expect(open).toHaveLength(8);
    const names = operations.map(({ operation }) => operation.operationId);
    expect(new Set(names).size).toBe(names.length);
  });
});

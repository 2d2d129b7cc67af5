// Writes the OpenAPI document: `node dist/src/serve/write-openapi.js docs/openapi.json`.
import 'reflect-metadata';
import { writeFileSync } from 'node:fs';
import { buildOpenApiDocument } from './openapi.js';

const [, , path] = process.argv;
if (path === undefined) {
  process.stderr.write('Usage: node dist/src/serve/write-openapi.js docs/openapi.json\n');
  process.exit(2);
}
writeFileSync(path, `${JSON.stringify(await buildOpenApiDocument(), null, 2)}\n`);

import { defineConfig } from 'prisma/config';

/** `npm run build` generates the client; migrations are applied by `ledgerline migrate` (see docs/decisions). */
export default defineConfig({
  schema: '../prisma/schema.prisma',
  migrations: { path: '../prisma/migrations' },
});

import { expect, it } from 'vitest';
import { createTestDatabase } from '../../support/postgres.js';
it('works', async () => {
  const db = await createTestDatabase();
  const { rows } = await db.pool.query('select * from _prisma_migrations');
  console.log(rows);
  expect(rows.length).toBeGreaterThan(0);
  await db.drop();
});

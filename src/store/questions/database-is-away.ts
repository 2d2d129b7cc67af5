/**
 * Whether an error means that the database cannot be reached: refused and lost connections, a server that is starting or
 * stopping, and Prisma's names for the same. https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
export function databaseIsAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ('code' in error && typeof error.code === 'string' && AWAY.test(error.code)) return true;
  return CONNECTION_LOST.test(error.message);
}

const AWAY = /^(ECONNREFUSED|ECONNRESET|ENOENT|ETIMEDOUT|EPIPE|08...|57P0[1-3]|53300|P1001|P1002|P1008|P1017)$/;
/** What the pg client says without a code. */
const CONNECTION_LOST = /^(Connection terminated|timeout exceeded when trying to connect)/;

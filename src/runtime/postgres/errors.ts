/** The embedded PostgreSQL cannot be used; the message says why, where and what to do. */
export class EmbeddedPostgresError extends Error {}

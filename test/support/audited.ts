import { auditAnswerSchema, type AuditAnswer } from '../../src/serve/answers/audit.js';
import type { Serving } from './serving.js';

/** What the audit log says of an action, the latest first, as the API tells it. */
export async function auditEntriesOf(serving: Serving, action: string): Promise<AuditAnswer['entries']> {
  const answer = await serving.getJson(`/api/v1/audit?action=${action}&from=2020-01-01&to=2029-01-01&limit=500`);
  return auditAnswerSchema.parse(answer).entries;
}

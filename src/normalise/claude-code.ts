/**
 * Claude Code names itself `claude-cli/2.1.0 (external, cli)`, and sends who it works for as
 * `user_<hash>_account_<uuid>_session_<uuid>`, or as an object in JSON text, in `metadata.user_id` of each request, and the
 * session alone in the header `X-Claude-Code-Session-Id` (https://github.com/anthropics/claude-code/blob/main/CHANGELOG.md).
 */
export interface ClaudeCode {
  readonly client: 'claude-code' | null;
  /** The session, the same for all calls of one. */
  readonly session: string | null;
}

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const WHOLE = new RegExp(`^${UUID}$`, 'i');
const SESSION = new RegExp(`(?:_session_|"session_id"\\s*:\\s*")(${UUID})"?`, 'i');

/** Whether a call was made by Claude Code, and in which session of it, as far as its record tells. */
export function recogniseClaudeCode(
  userAgent: string | null,
  userId: string | null,
  sessionHeader: string | null = null,
): ClaudeCode {
  const named = userId === null ? undefined : SESSION.exec(userId)?.[1];
  const session = (named ?? (WHOLE.test(sessionHeader ?? '') ? sessionHeader : null))?.toLowerCase() ?? null;
  const isClient = session !== null || (userAgent !== null && /^claude-(?:cli|code)\//i.test(userAgent));
  return { client: isClient ? 'claude-code' : null, session };
}

/** The request metadata with what was recognised, which never replaces what the record carries itself. */
export function withClaudeCode(
  metadata: Readonly<Record<string, string>>,
  { client, session }: ClaudeCode,
): Readonly<Record<string, string>> {
  const found = { ...(client === null ? {} : { client }), ...(session === null ? {} : { session }) };
  return { ...found, ...metadata };
}

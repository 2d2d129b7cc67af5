import type { Flag } from '../../usage/flags.js';
import type { UsageEvent } from '../../usage/usage-event.js';
import { recogniseClaudeCode, type ClaudeCode } from '../claude-code.js';
import { storable } from '../json-value.js';
import type { Fields } from './fields.js';

/** Who called: the subscription of the gateway whose key was used, and the gateway's user that it belongs to. */
export function gatewayCaller(call: Fields | null, flags: Set<Flag>): Pick<UsageEvent, 'principal' | 'identity'> {
  const subscription = call?.text('ApimSubscriptionId') ?? null;
  if (subscription === null) {
    flags.add('identityAbsent');
    return { principal: null, identity: null };
  }
  const session = call?.text('UserId') ?? null;
  return {
    principal: subscription,
    identity: { kind: 'apim-subscription', name: subscription, session, accountId: null },
  };
}

/** What the headers of a request tell of the program, where the gateway is set to log them; our reader asks for two alone. */
export function programOfHeaders(call: Fields | null): {
  readonly userAgent: string | null;
  readonly claudeCode: ClaudeCode;
} {
  const headers = call?.object('RequestHeaders') ?? {};
  const header = (name: string) => {
    const [, value] = Object.entries(headers).find(([key]) => key.toLowerCase() === name) ?? [];
    return typeof value === 'string' && value.trim() !== '' ? storable(value.trim().slice(0, 512)) : null;
  };
  const userAgent = header('user-agent') ?? call?.text('UserAgent', 512) ?? null;
  const session = header('x-claude-code-session-id') ?? call?.text('ClaudeCodeSession', 64) ?? null;
  return { userAgent, claudeCode: recogniseClaudeCode(userAgent, null, session) };
}

const LABELS = { 'apim-product': 'ProductId', 'apim-user': 'UserId', 'apim-api': 'ApiId' } as const;

/** What the gateway itself knows of the caller, as labels that rules of attribution and figures can ask for. */
export function gatewayLabels(call: Fields | null): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(LABELS).flatMap(([label, name]) => {
      const value = call?.text(name) ?? null;
      return value === null ? [] : [[label, value]];
    }),
  );
}

/** Ids that Foundry's answer carries: Anthropic's and Azure's own. Both are asked for by support. */
const ID_HEADERS = new Set(['request-id', 'apim-request-id', 'x-ms-request-id']);

/** The ids in the headers of the answer, where the gateway logs them. */
export function idsOfHeaders(call: Fields | null): Readonly<Record<string, string>> {
  const headers = call?.object('BackendResponseHeaders') ?? {};
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => {
      const id = name.toLowerCase();
      return ID_HEADERS.has(id) && typeof value === 'string' && value !== ''
        ? [[id, storable(value.slice(0, 128))]]
        : [];
    }),
  );
}

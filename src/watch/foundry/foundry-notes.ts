import type { LogStore, Note } from '../log-keeping.js';
import { leads, type FoundryQuestion } from './foundry-question.js';
import { logGateway, nameOf } from './foundry-remedies.js';

/** What is logged but says less than an investigation may need. None of it breaks the promise. */
export function foundryNotes({ gateways }: FoundryQuestion, stores: readonly LogStore[]): Note[] {
  const notes: Note[] = [];
  const add = (code: string, words: string, action: Note['action'] = null) =>
    notes.push({ code, words, action, evidence: [] });
  const written = stores.filter(({ isWrittenNow }) => isWrittenNow);
  const isRequests = written.some(({ role }) => role === 'main');
  if (isRequests && !written.some(({ role }) => role === 'beside'))
    add(
      'callersNotLogged',
      'The request log tells when which deployment was called and how it ended, but neither tokens nor text nor, with keys, who called: only calls through a gateway are logged with their caller.',
    );
  for (const { id, latest } of gateways) {
    if (latest.state !== 'known') continue;
    const leading = latest.value.settings.filter((setting) => leads(setting, 'gateway'));
    const workspace = latest.value.settings.find((setting) => setting.workspace !== null)?.workspace ?? null;
    if (leading.length === 0)
      add(
        'gatewayNotLogged',
        `The gateway ${nameOf(id)} does not lead its log of calls to models anywhere.`,
        logGateway(id, workspace),
      );
    else if (
      !leading.some(({ categories, groups }) => categories.includes('GatewayLogs') || groups.includes('allLogs'))
    )
      add(
        'gatewayCallersNotLogged',
        `The gateway ${nameOf(id)} logs tokens (GatewayLlmLogs) but not callers (GatewayLogs): its calls cannot be told apart.`,
        logGateway(id, workspace),
      );
  }
  return notes;
}

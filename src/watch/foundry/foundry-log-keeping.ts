import { FOUNDRY_TABLES } from '../../usage/foundry-settings.js';
import type { Flaw, LogKeeping, Logging, LogStore } from '../log-keeping.js';
import type { PlaceQuestion } from '../place-question.js';
import { evidenceOf, whyUnknown } from '../settings-of-place.js';
import { unreadSettings } from '../unread-settings.js';
import { foundryNotes } from './foundry-notes.js';
import { foundryQuestion, leads, unledSpans, type FoundryQuestion, type LoggingResource } from './foundry-question.js';
import { logRequests, missingAzurePermission, nameOf } from './foundry-remedies.js';
import { otherStores } from './other-stores.js';
import { logTableStore, type TableRoute } from './log-table-store.js';

/**
 * What the settings of Azure say about the logs of one Foundry resource. Its own request log tells every call; the log of a
 * gateway tells those that go through it, and counts only where the request log is not written.
 */
export function foundryLogKeeping(place: PlaceQuestion): LogKeeping {
  const question = foundryQuestion(place);
  const { account, gateways } = question;
  const requests = storesOf(question, account);
  const isWhole = requests.some(({ isWrittenNow }) => isWrittenNow);
  const stores = [
    ...requests,
    ...gateways
      .flatMap((gateway) => storesOf(question, gateway))
      .map((store) => (isWhole ? store : { ...store, flaws: [...store.flaws, ONLY_THROUGH_GATEWAY] })),
  ];
  return {
    cloud: 'foundry',
    accountId: place.accountId,
    region: place.region,
    logging: loggingOf(question, stores),
    stores,
    notes: foundryNotes(question, stores),
    unread: unreadSettings(place.settings, missingAzurePermission),
  };
}

const ONLY_THROUGH_GATEWAY: Flaw = {
  code: 'onlyThroughGateway',
  weight: 'risks',
  words: 'Only the gateway logs: calls that reach the Foundry resource by another way leave no record.',
  evidence: [],
  action: null,
};

/** Every table that the log was ever seen led to, and whatever else it is led to now. */
function storesOf(question: FoundryQuestion, resource: LoggingResource): LogStore[] {
  const { latest, values, log } = resource;
  const now = latest.state === 'known' ? latest.value.settings.filter((setting) => leads(setting, log)) : [];
  const routes = new Map<string, TableRoute>();
  for (const setting of values.flatMap(({ value }) => value.settings)) {
    const { workspace, dedicated } = setting;
    if (workspace === null || !leads(setting, log)) continue;
    const table = tableOf(log, dedicated);
    const isWrittenNow = now.some((one) => one.workspace === workspace && tableOf(log, one.dedicated) === table);
    routes.set(`${workspace} ${table}`, { workspace, table, isWrittenNow });
  }
  return [
    ...[...routes.values()].map((route) => logTableStore(question, resource, route)),
    ...otherStores(resource, now),
  ];
}

function tableOf(log: LoggingResource['log'], dedicated: boolean): string {
  return FOUNDRY_TABLES[log][dedicated ? 'dedicated' : 'legacy'];
}

/** On where the request log or a gateway's log is led anywhere, off where no diagnostic setting leads any. */
function loggingOf(question: FoundryQuestion, stores: readonly LogStore[]): Logging {
  const { account, gateways } = question;
  const written = stores.filter(({ isWrittenNow }) => isWrittenNow);
  const workspace = account.values.flatMap(({ value }) => value.settings.map((setting) => setting.workspace));
  const remedy = logRequests(account.id, workspace.findLast((id) => id !== null) ?? null);
  // A gateway that is not led anywhere, or is not there, does not make up for the request log.
  const off = gateways.some(({ values, log }) =>
    values.some(({ value }) => value.settings.some((one) => leads(one, log))),
  )
    ? []
    : unledSpans(question, account);
  const { latest } = account;
  const evidence = latest.state === 'never' ? null : evidenceOf(latest.spell, 'diagnostic settings');
  if (written.length > 0) {
    const words = `on, to ${written.map(({ name }) => name).join(' and ')}`;
    return { state: 'on', off, evidence: evidence && { ...evidence, words }, unknownWords: null, remedy };
  }
  const blind = [account, ...gateways].find((resource) => resource.latest.state !== 'known');
  if (blind !== undefined && blind.latest.state !== 'known') {
    const unknownWords = whyUnknown(`whether ${nameOf(blind.id)} leads its logs anywhere`, blind.latest);
    return { state: 'unknown', off, evidence, unknownWords, remedy };
  }
  const words = 'no diagnostic setting leads the request log anywhere';
  return { state: 'off', off, evidence: evidence && { ...evidence, words }, unknownWords: null, remedy };
}

import type { VertexEntryLog } from '../../usage/vertex-settings.js';
import type { Flaw, LogKeeping, Logging, LogStore } from '../log-keeping.js';
import type { PlaceQuestion } from '../place-question.js';
import { evidenceOf } from '../settings-of-place.js';
import { unreadSettings } from '../unread-settings.js';
import { entriesStore } from './entries-store.js';
import { routesOf } from './log-routes.js';
import { tableStore } from './table-store.js';
import { auditSwitch, metadataSwitch, offTogether, requestSwitch, type LogSwitch } from './vertex-logs.js';
import { vertexNotes } from './vertex-notes.js';
import { hasRows, isRegional, vertexQuestion, type VertexQuestion } from './vertex-question.js';
import { logWithoutRows, missingGooglePermission, switchRequestLoggingOn } from './vertex-remedies.js';

/**
 * What the settings of Vertex AI, BigQuery and Cloud Logging say about the logs of one project and location. Three logs may
 * tell of a call: rows of requests and responses, entries of inference metadata (both with tokens), and audit entries (who
 * called, without tokens), which count where neither of the others is written.
 */
export function vertexLogKeeping(place: PlaceQuestion): LogKeeping {
  const question = vertexQuestion(place);
  const switches = {
    requests: requestSwitch(question),
    metadata: metadataSwitch(question),
    audit: auditSwitch(question),
  };
  const tellsTokens = switches.requests.state === 'on' || switches.metadata.state === 'on';
  const stores = [
    ...tablesOf(question).map((table) => tableStore(question, table, isWrittenTo(question, switches.requests, table))),
    ...entriesStores(question, 'inferenceMetadata', switches.metadata).map((store) => ({
      ...store,
      flaws: [...store.flaws, ...unloggedModels(question)],
    })),
    ...entriesStores(question, 'audit', switches.audit).map((store) =>
      tellsTokens ? store : { ...store, flaws: [...store.flaws, NO_TOKENS] },
    ),
  ];
  return {
    cloud: 'vertex',
    accountId: place.accountId,
    region: place.region,
    logging: loggingOf(question, Object.values(switches)),
    stores,
    notes: vertexNotes(question, switches),
    unread: unreadSettings(place.settings, missingGooglePermission),
  };
}

const NO_TOKENS: Flaw = {
  code: 'tokensNotLogged',
  weight: 'risks',
  words:
    'Only audit entries are kept: they say who called which model when, but not how many tokens, which only the meter counts.',
  evidence: [],
  action: null,
};

/** On where any of the logs is, off where none can be. */
function loggingOf(question: VertexQuestion, switches: readonly LogSwitch[]): Logging {
  const on = switches.filter(({ state }) => state === 'on');
  const unknown = switches.find(({ state }) => state === 'unknown');
  const off = switches.filter((one) => one.state === 'off');
  const evidence = [...on, ...off].flatMap((one) => (one.evidence === null ? [] : [one.evidence]))[0] ?? null;
  const remedy =
    isRegional(question) || question.region === ''
      ? switchRequestLoggingOn(question, question.models[0]?.model ?? null, tablesOf(question)[0] ?? null)
      : logWithoutRows(question);
  const common = { off: offTogether(switches.map((one) => one.off)), remedy };
  if (on.length > 0) {
    const words = `on: ${on.map(({ words }) => words).join(', ')}`;
    return { ...common, state: 'on', evidence: evidence && { ...evidence, words }, unknownWords: null };
  }
  if (unknown !== undefined)
    return { ...common, state: 'unknown', evidence: unknown.evidence, unknownWords: unknown.words };
  const words = off.map((one) => one.words).join('; ');
  return { ...common, state: 'off', evidence: evidence && { ...evidence, words }, unknownWords: null };
}

/** Every table that was ever seen as a destination, where rows arrive at all. */
function tablesOf(question: VertexQuestion): string[] {
  const { models } = question;
  if (!isRegional(question) && !hasRows(question)) return [];
  const tables = models.flatMap(({ values }) =>
    values.map(({ value: { requestResponse } }) => (requestResponse.on ? requestResponse.table : null)),
  );
  return [...new Set(tables)].flatMap((table) => (table === null ? [] : [table])).sort();
}

function isWrittenTo(question: VertexQuestion, requests: LogSwitch, table: string): boolean {
  if (requests.state !== 'on') return false;
  return question.models.some(
    ({ latest }) =>
      latest.state === 'known' && latest.value.requestResponse.on && latest.value.requestResponse.table === table,
  );
}

/** The buckets that hold a log's entries; none where it was never seen on. */
function entriesStores(question: VertexQuestion, log: VertexEntryLog, logSwitch: LogSwitch): LogStore[] {
  const isOn = logSwitch.state === 'on';
  if (!isOn && logSwitch.on.length === 0) return [];
  const { on, seenFrom } = logSwitch;
  return routesOf(question, log).buckets.map((route) =>
    entriesStore(
      question,
      { log, role: log === 'audit' ? 'beside' : 'main', isOn, on, seenFrom: seenFrom ?? question.now },
      route,
    ),
  );
}

/** Models of the location for which inference metadata is not switched on, where it is switched on model by model. */
function unloggedModels({ models }: VertexQuestion): Flaw[] {
  const known = models.flatMap(({ model, latest }) =>
    latest.state === 'known' ? [{ model, state: latest.value.inferenceMetadata, spell: latest.spell }] : [],
  );
  const without = known.filter(({ state }) => state === 'absent' || state === 'off');
  if (without.length === 0 || without.length === known.length) return [];
  const words = `Inference metadata is not switched on for ${without.map(({ model }) => model).join(', ')}: calls leave no entry.`;
  const evidence = without.map(({ spell, state }) => evidenceOf(spell, state));
  return [{ code: 'modelWithoutMetadata', weight: 'risks', words, evidence, action: null }];
}

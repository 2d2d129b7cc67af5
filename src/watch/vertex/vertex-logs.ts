import { recordDaySchema } from '../../usage/observed-setting.js';
import { VERTEX_SETTINGS, type PublisherModelSetting, type VertexEntryLog } from '../../usage/vertex-settings.js';
import { uncovered, type Window } from '../../usage/window.js';
import { isRecent, lastArrivalOf } from '../arrivals.js';
import type { Evidence } from '../log-keeping.js';
import { evidenceOf, whyUnknown, type Latest, type ValueSpell } from '../settings-of-place.js';
import { auditConfigOf, hasRows, isRegional, type VertexQuestion } from './vertex-question.js';

/** Whether one of the logs of a location is switched on, and when it was seen to be. */
export interface LogSwitch {
  readonly state: 'on' | 'off' | 'unknown';
  readonly words: string;
  readonly evidence: Evidence | null;
  readonly on: readonly Window[];
  readonly off: readonly Window[];
  /** When anything about it was first seen; null where nothing was. Milliseconds since 1970. */
  readonly seenFrom: number | null;
}

/** Request-response logging: on where it is on for a model, and where rows can arrive at all. */
export function requestSwitch(question: VertexQuestion): LogSwitch {
  const can = isRegional(question) || hasRows(question);
  const { on, off, seenFrom } = spansOf(question, ({ requestResponse }) => can && requestResponse.on);
  const known = question.models.flatMap(({ latest }) => (latest.state === 'known' ? [latest] : []));
  const isOn = known.find(({ value }) => value.requestResponse.on);
  const common = { on, off, seenFrom };
  if (isOn !== undefined && can) {
    const to = isOn.value.requestResponse.table;
    const evidence = evidenceOf(isOn.spell, `on, to ${to === null ? 'a table that is not named' : `table ${to}`}`);
    return { ...common, state: 'on', words: 'request-response logging', evidence };
  }
  if (isOn !== undefined) {
    const words = 'request-response logging is configured, but only regional endpoints write rows';
    return { ...common, state: 'off', words, evidence: evidenceOf(isOn.spell, 'configured in vain') };
  }
  const [first] = known;
  const unread = question.models.flatMap(({ latest }) => (latest.state === 'known' ? [] : [latest]));
  const blind = unread.find(({ state }) => state === 'denied');
  // Models that are no longer called are not read any more: their last reading grows old and says nothing.
  if (first !== undefined && blind === undefined)
    return {
      ...common,
      state: 'off',
      words: 'request-response logging is off',
      evidence: evidenceOf(first.spell, 'off'),
    };
  if (!can) return { ...common, state: 'off', words: 'request-response logging is not offered here', evidence: null };
  const latest = blind ?? unread[0] ?? { state: 'never' };
  return { ...common, ...unknown('whether requests and responses are logged', latest) };
}

/** Inference request metadata: on where a model's configuration says so, or where entries arrive. */
export function metadataSwitch(question: VertexQuestion): LogSwitch {
  const { on, off, seenFrom } = spansOf(question, ({ inferenceMetadata }) => inferenceMetadata === 'on');
  const known = question.models.flatMap(({ latest }) => (latest.state === 'known' ? [latest] : []));
  const isOn = known.find(({ value }) => value.inferenceMetadata === 'on');
  const words = 'inference request metadata';
  if (isOn !== undefined) return { on, off, seenFrom, state: 'on', words, evidence: evidenceOf(isOn.spell, 'on') };
  const entries = newestOf(question, 'inferenceMetadata');
  const arrives = isRecent(lastArrivalOf(question, 'inferenceMetadata', entries), question.now);
  // The switch of a whole project cannot be read: its entries tell.
  if (arrives)
    return { on: [], off: [], seenFrom, state: 'on', words, evidence: seenEvidence(entries, 'entries arrive') };
  if (entries.state === 'known') {
    const evidence = seenEvidence(entries, 'no entries of late');
    return { on: [], off, seenFrom, state: 'off', words: `${words}: no entry was found`, evidence };
  }
  return { on: [], off: [], seenFrom, ...unknown('whether inference metadata is logged', entries) };
}

/** Data Access audit logs: on in the project's policy, or, by a policy of its folder or organisation, where entries arrive. */
export function auditSwitch(question: VertexQuestion): LogSwitch {
  const { latest, values } = auditConfigOf(question);
  const entries = newestOf(question, 'audit');
  const arrives = isRecent(lastArrivalOf(question, 'audit', entries), question.now);
  const on = spansWhere(values, ({ dataRead }) => dataRead);
  const seenFrom = values[0]?.from ?? null;
  const words = 'Data Access audit logs';
  if (latest.state === 'known' && latest.value.dataRead)
    return { on, off: [], seenFrom, state: 'on', words, evidence: evidenceOf(latest.spell, 'DATA_READ is logged') };
  if (arrives) return { on, off: [], seenFrom, state: 'on', words, evidence: seenEvidence(entries, 'entries arrive') };
  const off = offSpans(question, values, ({ dataRead }) => !dataRead);
  if (latest.state === 'known') {
    const evidence = evidenceOf(latest.spell, 'DATA_READ is not logged');
    return { on, off, seenFrom, state: 'off', words: `${words} are off`, evidence };
  }
  return { on, off, seenFrom, ...unknown('whether Data Access audit logs are on', latest) };
}

function newestOf({ history }: VertexQuestion, log: VertexEntryLog): Latest<{ day: string | null }> {
  return history.latest(VERTEX_SETTINGS.newestRecord, log, recordDaySchema);
}

function seenEvidence(latest: Latest<{ day: string | null }>, words: string): Evidence | null {
  return latest.state === 'never' ? null : evidenceOf(latest.spell, words);
}

function unknown(what: string, latest: Exclude<Latest<unknown>, { state: 'known' }>) {
  const evidence = latest.state === 'never' ? null : evidenceOf(latest.spell, 'not known');
  return { state: 'unknown', words: whyUnknown(what, latest), evidence } as const;
}

/** When a log was on for any model, and when it was off for all of them. */
function spansOf(question: VertexQuestion, isOn: (value: PublisherModelSetting) => boolean) {
  const { models } = question;
  const all = models.flatMap(({ values }) => values);
  const offOfEach = models.map(({ values }) => offSpans(question, values, (value) => !isOn(value)));
  return {
    on: spansWhere(all, isOn),
    off: offTogether(offOfEach),
    seenFrom: all.length === 0 ? null : Math.min(...all.map(({ from }) => from)),
  };
}

function spansWhere<T>(values: readonly ValueSpell<T>[], holds: (value: T) => boolean): Window[] {
  return values.filter(({ value }) => holds(value)).map(({ from, to }) => ({ from, to }));
}

/** Switched off some time after it was last seen on: from then on nothing is sure. */
function offSpans<T>(
  { history }: VertexQuestion,
  values: readonly ValueSpell<T>[],
  isOff: (value: T) => boolean,
): Window[] {
  return values
    .filter(({ value }) => isOff(value))
    .map(({ from, to, spell }) => ({
      from: history.lastSeenBefore(spell.name, spell.scope.resource, from) ?? from,
      to,
    }));
}

/** The times in which all of them were off. */
export function offTogether(each: readonly (readonly Window[])[]): Window[] {
  const [first = [], ...others] = each;
  return others.reduce<Window[]>(
    (common, off) => common.flatMap((span) => uncovered(span, uncovered(span, off))),
    [...first],
  );
}

import { sinksSchema, VERTEX_SETTINGS, type LogSink, type VertexEntryLog } from '../../usage/vertex-settings.js';
import type { Flaw } from '../log-keeping.js';
import { evidenceOf, valueOf, whyUnknown } from '../settings-of-place.js';
import { filterHit } from './log-filter.js';
import type { VertexQuestion } from './vertex-question.js';
import { mendSink } from './vertex-remedies.js';

/** A log bucket that a log's entries are led to, and what is wrong on their way. */
export interface BucketRoute {
  /** `projects/P/locations/L/buckets/B`. */
  readonly bucket: string;
  readonly flaws: readonly Flaw[];
}

/** Where the entries of a log go: buckets, which are judged, and whatever else, which is only named. */
export interface Routes {
  readonly buckets: readonly BucketRoute[];
  readonly elsewhere: readonly string[];
}

const BUCKET = 'logging.googleapis.com/';

/** Where the sinks of the project lead the entries of a log. Without word of the sinks, `_Default` is as Google made it. */
export function routesOf(question: VertexQuestion, log: VertexEntryLog): Routes {
  const { accountId, history } = question;
  const latest = history.latest(VERTEX_SETTINGS.sinks, '', sinksSchema);
  const usual = `projects/${accountId}/locations/global/buckets/_Default`;
  const known = valueOf(latest);
  if (known === null) {
    const words = whyUnknown(
      'whether the sinks of the project keep the entries',
      latest.state === 'known' ? { state: 'never' } : latest,
    );
    return {
      buckets: [
        { bucket: usual, flaws: [{ code: 'routingUnknown', weight: 'blinds', words, evidence: [], action: null }] },
      ],
      elsewhere: [],
    };
  }
  const leading = known.sinks.filter(({ filter }) => filterHit(filter, log).part !== 'none');
  const toBuckets = leading.filter(({ destination }) => destination.startsWith(BUCKET));
  const evidence = latest.state === 'never' ? [] : [evidenceOf(latest.spell, `${known.sinks.length} sinks`)];
  const withEvidence = (flaws: readonly Flaw[]) => flaws.map((flaw) => ({ ...flaw, evidence }));
  const elsewhere = leading
    .filter(({ destination, disabled }) => !disabled && !destination.startsWith(BUCKET))
    .map(({ destination }) => destination);
  if (toBuckets.length === 0) {
    const words = 'No sink of the project leads the entries to a log bucket: they are kept nowhere in Cloud Logging.';
    const flaw: Flaw = { code: 'noSink', weight: 'breaks', words, evidence, action: null };
    return { buckets: [{ bucket: usual, flaws: [flaw] }], elsewhere };
  }
  return {
    buckets: toBuckets.map((sink) => ({
      bucket: sink.destination.slice(BUCKET.length),
      flaws: withEvidence(sinkFlaws(accountId, sink, log)),
    })),
    elsewhere,
  };
}

/** What keeps entries from arriving through a sink: it is off, takes only some of them, or excludes them. */
function sinkFlaws(projectId: string, sink: LogSink, log: VertexEntryLog): Flaw[] {
  const flaw = (code: string, weight: Flaw['weight'], words: string, exclusion: string | null): Flaw => ({
    code,
    weight,
    words,
    evidence: [],
    action: mendSink(projectId, sink.name, exclusion),
  });
  if (sink.disabled)
    return [
      flaw('sinkDisabled', 'breaks', `The sink ${sink.name} is disabled: entries are not kept through it.`, null),
    ];
  const taken = filterHit(sink.filter, log);
  const flaws: Flaw[] = [];
  if (taken.part === 'some' || taken.sampled !== null) {
    const words = `The filter of the sink ${sink.name} takes only some entries: ${sink.filter}`;
    flaws.push({ code: 'sinkFilter', weight: 'risks', words, evidence: [], action: null });
  }
  for (const { name, filter, disabled } of sink.exclusions) {
    const { part, sampled } = disabled ? { part: 'none', sampled: null } : filterHit(filter, log);
    if (part === 'none' || sampled === 0) continue;
    const ofSink = `The exclusion ${name} of the sink ${sink.name}`;
    const share = sampled === null ? null : `${Number((sampled * 100).toFixed(2))} %`;
    if (part === 'all' && (sampled === null || sampled === 1))
      flaws.push(flaw('excluded', 'breaks', `${ofSink} keeps all of these entries out.`, name));
    else if (part === 'all')
      flaws.push(flaw('excludedInPart', 'risks', `${ofSink} keeps ${share} of these entries out.`, name));
    else flaws.push(flaw('mayBeExcluded', 'risks', `${ofSink} may keep some of these entries out: ${filter}`, name));
  }
  return flaws;
}

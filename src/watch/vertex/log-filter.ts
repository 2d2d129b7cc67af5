import { VERTEX_LOG_IDS, type VertexEntryLog } from '../../usage/vertex-settings.js';

/** How much of a log's entries a filter matches; `some` also where it cannot be told without looking at each entry. */
export interface FilterHit {
  readonly part: 'all' | 'some' | 'none';
  /** The share that `sample()` lets through; null where the filter does not sample. */
  readonly sampled: number | null;
}

type Truth = 'yes' | 'no' | 'maybe';

/**
 * Whether a filter of Cloud Logging matches the entries of one of Vertex AI's logs. It knows what the filters of sinks and
 * exclusions usually say (a log, a service, a type of resource, `sample`), joined by AND or OR; whatever else they say makes
 * the answer `some`, so that a filter that may matter is shown to a person.
 * https://cloud.google.com/logging/docs/view/logging-query-language
 */
export function filterHit(filter: string, log: VertexEntryLog): FilterHit {
  const text = filter.replaceAll(/--[^\n]*/g, ' ').trim();
  if (text === '') return { part: 'all', sampled: null };
  if (hasGroups(text)) return { part: mentionsOurs(text, log) ? 'some' : isAboutOthers(text), sampled: null };
  const hits = text.split(/\s+OR\s+/).map((alternative) => conjunction(alternative, log));
  return hits.find(({ part }) => part === 'all') ?? hits.find(({ part }) => part === 'some') ?? NONE;
}

const NONE: FilterHit = { part: 'none', sampled: null };

/** Terms that all have to hold; a line break joins as AND does. */
function conjunction(text: string, log: VertexEntryLog): FilterHit {
  const terms = text.split(/\s+AND\s+|\n+/).filter((term) => term.trim() !== '');
  let sampled: number | null = null;
  let part: FilterHit['part'] = 'all';
  for (const term of terms) {
    const share = /^sample\(\s*\w+\s*,\s*([\d.]+)\s*\)$/i.exec(term.trim())?.[1];
    if (share !== undefined) {
      sampled = Number(share);
      continue;
    }
    const truth = truthOf(term.trim(), log);
    if (truth === 'no') return NONE;
    if (truth === 'maybe') part = 'some';
  }
  return { part, sampled };
}

const NOT: Readonly<Record<Truth, Truth>> = { yes: 'no', no: 'yes', maybe: 'maybe' };

function truthOf(term: string, log: VertexEntryLog): Truth {
  const negated = /^(?:NOT\s+|-)(.*)$/is.exec(term)?.[1];
  if (negated !== undefined) return NOT[truthOf(negated.trim(), log)];
  const logId = /^log_id\(\s*"?([^")]+)"?\s*\)$/i.exec(term)?.[1];
  if (logId !== undefined) return isOurLog(logId, log);
  const [, field = '', operator = '', quoted = ''] = /^([\w.]+)\s*(!=|:|=~|=)\s*(.*)$/s.exec(term) ?? [];
  const value = quoted.replaceAll('"', '').trim();
  if (operator === '!=') return NOT[truthOf(`${field}="${value}"`, log)];
  if (operator === '=~') return 'maybe';
  const isWhole = operator === '=';
  if (/^logName$/i.test(field)) return isOurLog(value.replace(/^.*\/logs\//, ''), log);
  if (/^resource\.type$/i.test(field)) return typeTruth(value, isWhole, log);
  if (/^protoPayload\.serviceName$/i.test(field)) {
    if (log !== 'audit') return 'no';
    return contains('aiplatform.googleapis.com', value, isWhole) ? 'yes' : 'no';
  }
  return 'maybe';
}

function isOurLog(written: string, log: VertexEntryLog): Truth {
  const id = written.replaceAll(/%2F/gi, '/');
  if (id === VERTEX_LOG_IDS[log]) return 'yes';
  // The id of the metadata log is not published: whatever Vertex AI writes may be it.
  if (log === 'inferenceMetadata') return id.startsWith('aiplatform.googleapis.com') ? 'maybe' : 'no';
  return VERTEX_LOG_IDS[log].includes(id) ? 'yes' : 'no';
}

function typeTruth(type: string, isWhole: boolean, log: VertexEntryLog): Truth {
  if (log === 'audit') return contains('audited_resource', type, isWhole) ? 'yes' : 'no';
  return type.includes('aiplatform') ? 'maybe' : 'no';
}

function contains(whole: string, part: string, isWhole: boolean): boolean {
  return isWhole ? whole === part : whole.includes(part);
}

/** Parentheses beside those of a function such as `sample(…)`. */
function hasGroups(text: string): boolean {
  return /(?:^|[^\w])\(/.test(text);
}

function mentionsOurs(text: string, log: VertexEntryLog): boolean {
  const words = text.replaceAll(/%2F/gi, '/');
  return /aiplatform/i.test(words) || words.includes(VERTEX_LOG_IDS[log]) || /data_access/i.test(words);
}

/** A filter with parentheses that names other logs, services or types only is taken to be about those. */
function isAboutOthers(text: string): FilterHit['part'] {
  const isNegative = /\bNOT\b|!=|(?:^|[\s(])-\w/.test(text);
  return !isNegative && /log_id|logName|resource\.type|serviceName/i.test(text) ? 'none' : 'some';
}

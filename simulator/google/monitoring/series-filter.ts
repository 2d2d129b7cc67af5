import { invalidArgument } from '../google-error.js';

/** A filter of timeSeries.list: one metric, and values that labels must have. */
export interface SeriesFilter {
  readonly metric: string;
  /** By `metric.labels.type`, `resource.labels.location`, …: a test of the label's value. */
  readonly labels: ReadonlyMap<string, (value: string) => boolean>;
}

const CONDITION =
  /^(?<path>[\w.]+)\s*(?<sign>=|!=)\s*(?:"(?<text>[^"]*)"|(?<choice>one_of|starts_with)\((?<values>[^)]*)\))$/;
const RESOURCE = 'aiplatform.googleapis.com/PublisherModel';

/**
 * Read a filter, in which conditions are joined by AND; OR is refused, as the API refuses it.
 * https://docs.cloud.google.com/monitoring/api/v3/filters
 */
export function readSeriesFilter(text: string): SeriesFilter {
  if (/\sOR\s/.test(text)) {
    throw invalidArgument(`Field filter had an invalid value of "${text}": OR is not supported here; use one_of().`);
  }
  let metric: string | undefined;
  const labels = new Map<string, (value: string) => boolean>();
  for (const part of text.split(/\s+AND\s+/)) {
    const condition = CONDITION.exec(part.trim().replace(/^\((.*)\)$/, '$1'))?.groups;
    if (condition === undefined) throw invalidArgument(`Field filter had an invalid value: could not parse "${part}".`);
    const { path = '', sign, text: value, choice, values = '' } = condition;
    const listed = values.split(',').map((one) => one.trim().replaceAll('"', ''));
    if (path === 'metric.type') {
      if (value === undefined || sign !== '=') throw invalidArgument('The filter must name a single metric.type.');
      metric = value;
    } else if (path === 'resource.type') {
      if (value !== RESOURCE) labels.set(path, () => false);
    } else if (path !== 'project') {
      const holds = (here: string): boolean => {
        if (value !== undefined) return here === value;
        return choice === 'one_of' ? listed.includes(here) : here.startsWith(listed[0] ?? '');
      };
      labels.set(path.replace('.label.', '.labels.'), (here) => holds(here) === (sign === '='));
    }
  }
  if (metric === undefined) throw invalidArgument('The filter must name a metric.type.');
  return { metric, labels };
}

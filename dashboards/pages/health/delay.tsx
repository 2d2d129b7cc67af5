import type { Source } from '../../api/generated/types.gen.js';
import { formatDuration, formatMoment } from '../../format/date.js';
import { formatBytes, formatWhole } from '../../format/number.js';
import { words } from '../../words/words.js';

const w = words.health.delay;

/** How far behind the clouds the service is, and how much it read to keep up. */
export function Delay({ sources, timeZone }: { sources: readonly Source[]; timeZone: string }) {
  const slowest = sources
    .filter((source) => source.lagSeconds !== null)
    .toSorted((a, b) => (b.lagSeconds ?? 0) - (a.lagSeconds ?? 0))[0];
  const sum = (name: 'read' | 'pages' | 'bytes') => sources.reduce((all, source) => all + source.last24h[name], 0);
  return (
    <div>
      <h3 className="mb-2">{w.title}</h3>
      <dl className="kv">
        {slowest && (
          <>
            <dt>{w.slowest}</dt>
            <dd>
              {slowest.sourceId}
              <span className="block quiet">{formatDuration(slowest.lagSeconds ?? 0)}</span>
            </dd>
            <dt>{w.upTo}</dt>
            <dd>
              {slowest.completeUpTo === null ? words.figures.notKnown : formatMoment(slowest.completeUpTo, timeZone)}
            </dd>
          </>
        )}
        <dt>{w.records}</dt>
        <dd>{formatWhole(sum('read'))}</dd>
        <dt>{w.pages}</dt>
        <dd>{formatWhole(sum('pages'))}</dd>
        <dt>{w.bytes}</dt>
        <dd>{formatBytes(sum('bytes'))}</dd>
      </dl>
    </div>
  );
}

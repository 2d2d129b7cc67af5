import type { Source } from '../../api/generated/types.gen.js';
import { formatDuration, formatMoment } from '../../format/date.js';
import { words } from '../../words/words.js';

const MOST = 6;
const w = words.health.gaps;

/** Stretches of time that no run has read yet, the longest first. */
export function GapsCard({ sources, timeZone }: { sources: readonly Source[]; timeZone: string }) {
  const gaps = sources
    .flatMap((source) => source.gaps.map((gap) => ({ source, fromMs: Date.parse(gap.from), toMs: Date.parse(gap.to) })))
    .toSorted((a, b) => b.toMs - b.fromMs - (a.toMs - a.fromMs));
  if (gaps.length === 0) return null;
  return (
    <section className="card flush c12">
      <header>
        <h2>{w.title}</h2>
        <span className="faint small">{w.note(gaps.length)}</span>
      </header>
      {gaps.slice(0, MOST).map(({ source, fromMs, toMs }) => (
        <div className="gap" key={`${source.sourceId} ${String(fromMs)}`}>
          <span className="strong">{source.sourceId}</span>
          <span className="quiet">
            {formatMoment(fromMs, timeZone)} – {formatMoment(toMs, timeZone)}
          </span>
          <span className="quiet">{w.length(formatDuration((toMs - fromMs) / 1000))}</span>
        </div>
      ))}
      {gaps.length > MOST && <p className="foot">{w.more(gaps.length - MOST)}</p>}
    </section>
  );
}

import { Link } from '@tanstack/react-router';
import { formatDuration, formatMoment } from '../format/date.js';
import { useCommonSearch } from '../view/search.js';
import type { View } from '../view/view.js';
import { words } from '../words/words.js';

/** After this much delay the mark turns from "complete" to a warning. */
const LATE_SECONDS = 3_600;

/** Up to when every source has been read: the moment to which figures can be trusted. Leads to why. */
export function Watermark({ view }: { view: View }) {
  const w = words.frame;
  const carried = useCommonSearch();
  const { sources, now, timeZone, knowledge } = view;
  if (!sources && view.reachIsKnown && knowledge.knownUpToMs < now) {
    return (
      <span className="watermark" title={w.completeHint}>
        <i />
        <span>
          <span className="only-wide-inline">{w.completeUpTo} </span>
          {formatMoment(knowledge.knownUpToMs, timeZone)}
        </span>
      </span>
    );
  }
  if (!sources || sources.length === 0) return null;
  const collecting = sources.some((source) => source.state === 'collecting-history' || source.state === 'never-ran');
  const newest = sources.flatMap((source) => (source.completeUpTo === null ? [] : [Date.parse(source.completeUpTo)]));
  const upTo = newest.length === sources.length ? Math.min(...newest) : null;
  const behind = upTo === null ? 0 : (now - upTo) / 1000;
  const late = behind > LATE_SECONDS || sources.some((source) => source.state === 'late' || source.state === 'failing');
  const working = collecting || upTo === null;
  return (
    <Link
      to="/log-health"
      search={carried}
      className={`watermark ${late && !working ? 'late' : working ? 'working' : ''}`}
      title={working ? w.notCompleteHint : w.completeHint}
    >
      <i />
      {working ? (
        <span>{w.notComplete}</span>
      ) : (
        <span>
          <span className="only-wide-inline">{w.completeUpTo} </span>
          {formatMoment(upTo ?? now, timeZone)}
          {behind > LATE_SECONDS && <> · {w.late(formatDuration(behind))}</>}
        </span>
      )}
    </Link>
  );
}

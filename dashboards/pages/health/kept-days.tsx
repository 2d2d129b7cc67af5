import type { VerdictDay } from '../../api/generated/types.gen.js';
import { countShares, type Holder } from '../../figures/keeping.js';
import { formatDay } from '../../format/date.js';
import { words } from '../../words/words.js';

const w = words.keeping;
const HEIGHT = { whole: '100%', part: '50%', none: '0' } as const;

/** Every needed day as two cells: what the cloud is known to hold, and what has been read of it. */
export function KeptDays({ days }: { days: readonly VerdictDay[] }) {
  const first = days[0];
  const last = days.at(-1);
  return (
    <div>
      <h3>{w.days}</h3>
      <div className="kept-days">
        <Cells days={days} holder="cloud" />
        <Cells days={days} holder="own" />
        {first && last && (
          <div className="small faint flex justify-between col-start-2">
            <span>{formatDay(first.day)}</span>
            <span>{formatDay(last.day)}</span>
          </div>
        )}
      </div>
    </div>
  );
}

function Cells({ days, holder }: { days: readonly VerdictDay[]; holder: Holder }) {
  const { whole, part, none } = countShares(days, holder);
  return (
    <>
      <span className="small quiet">{w[holder]}</span>
      <div className="cells" role="img" aria-label={w.summary(w[holder], whole, part, none)}>
        {days.map((day) => (
          <span
            key={day.day}
            className="day"
            title={w.cell(formatDay(day.day, true), w.shares[holder][day[holder]], day.requests)}
          >
            <i style={{ height: HEIGHT[day[holder]] }} />
          </span>
        ))}
      </div>
    </>
  );
}

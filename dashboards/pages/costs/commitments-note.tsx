import { useQuery } from '@tanstack/react-query';
import { commitmentsQuery } from '../../api/savings-queries.js';
import { parseUsd } from '../../format/money.js';
import { formatUsd, formatWhole } from '../../format/number.js';
import { useMay } from '../../view/session.js';
import type { View } from '../../view/view.js';
import { words } from '../../words/words.js';

const w = words.costs.commitments;

/** The fixed cost of provisioned throughput, which is beside the total and not in it; nothing where there is none. */
export function CommitmentsNote({ view }: { view: View }) {
  const { data } = useQuery({ ...commitmentsQuery(view.question), enabled: useMay('wholeFigures') });
  if (!data || data.commitments.length === 0 || data.totals.hours === 0) return null;
  const { fixedCostUsd, sharedUsd, outsideFilterUsd, idleUsd, hours, usedHours } = data.totals;
  const parts = [
    w.shared(formatUsd(parseUsd(sharedUsd))),
    parseUsd(outsideFilterUsd) > 0n && w.outside(formatUsd(parseUsd(outsideFilterUsd))),
    w.idle(formatUsd(parseUsd(idleUsd)), formatWhole(hours - usedHours)),
  ].filter(Boolean);
  return (
    <p className="small quiet mt-2">
      <b className="strong">{w.fixed(formatUsd(parseUsd(fixedCostUsd)))}</b>{' '}
      {w.of(data.commitments.map(({ name }) => name).join(', '), formatWhole(hours))} {parts.join(', ')}.
      {data.uncovered.requests > 0 && ` ${w.uncovered(words.figures.requests(data.uncovered.requests))}`}
    </p>
  );
}

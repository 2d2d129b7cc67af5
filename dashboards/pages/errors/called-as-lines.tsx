import type { CalledAs, ThroughputRow } from '../../api/generated/types.gen.js';
import { CsvButton } from '../../components/csv-button.js';
import { useFew } from '../../components/few.js';
import { formatCompact, formatWhole } from '../../format/number.js';
import type { View } from '../../view/view.js';
import { words } from '../../words/words.js';
import { savedCalledAs } from './throughput-csv.js';

const w = words.throughput.calledAs;

interface CalledAsLinesProps {
  readonly called: readonly CalledAs[];
  readonly row: ThroughputRow;
  readonly view: View;
}

/** The ids, profiles and ARNs that share a quota; nothing where it is called by the one id that names it. */
export function CalledAsLines({ called, row, view }: CalledAsLinesProps) {
  const { shown, showAll } = useFew(called);
  if (called.every(({ modelId }) => modelId === row.modelId)) return null;
  return (
    <div className="grid gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <h3 className="strong">{w.title(called.length)}</h3>
        <CsvButton className="ml-auto" make={() => savedCalledAs(called, row, view)} />
      </div>
      <div className="scroll" tabIndex={0} role="region" aria-label={w.title(called.length)}>
        <table className="lines small">
          <thead>
            <tr>
              <th scope="col">{w.id}</th>
              {[w.requests, w.input, w.output, w.throttled].map((title) => (
                <th key={title} scope="col" className="num">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map(({ modelId, requests, input, output, throttled }) => (
              <tr key={modelId}>
                <th scope="row" className="mono [overflow-wrap:anywhere]">
                  {modelId}
                </th>
                <td className="num">{formatWhole(requests)}</td>
                <td className="num">{formatCompact(input)}</td>
                <td className="num">{formatCompact(output)}</td>
                <td className="num">{formatWhole(throttled)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {showAll && (
        <button type="button" className="btn sm justify-self-start" onClick={showAll}>
          {words.throughput.all(called.length)}
        </button>
      )}
    </div>
  );
}

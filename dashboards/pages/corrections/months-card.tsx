import { useQuery } from '@tanstack/react-query';
import { closedMonthsQuery, closeOneMonth } from '../../api/corrections-queries.js';
import type { ClosedMonth } from '../../api/generated/types.gen.js';
import { AskOnce } from '../../components/ask-once.js';
import { Refused } from '../../components/refused.js';
import { Skeleton } from '../../components/skeleton.js';
import { Trouble } from '../../components/trouble.js';
import { lastEndedMonth, monthInWords } from '../../figures/corrections.js';
import { formatMoment } from '../../format/date.js';
import { useMay } from '../../view/session.js';
import { words } from '../../words/words.js';
import { useOrder } from './use-order.js';

const w = words.corrections.months;

/** The months that keep their prices, and the one that can be closed next. */
export function MonthsCard({ now, timeZone }: { now: number; timeZone: string }) {
  const months = useQuery(closedMonthsQuery());
  const close = useOrder(closeOneMonth);
  const last = lastEndedMonth(now);
  const mayClose = useMay('closeBooks');
  const name = monthInWords(last);
  const isClosed = months.data?.months.some(({ month }) => month === last);
  return (
    <section className="card flush c12">
      <header>
        <h2>{w.title}</h2>
      </header>
      <div className="px-4 pb-3 grid gap-3 justify-items-start">
        <p className="quiet">{w.lead}</p>
        {isClosed === true && <p className="quiet small">{w.lastIsClosed(name)}</p>}
        {isClosed === false && mayClose && (
          <AskOnce
            button={w.close(name)}
            isDisabled={close.isPending}
            title={w.ask(name)}
            words={w.askWords}
            yes={w.yes}
            no={w.no}
            onYes={() => {
              close.mutate(last);
            }}
          />
        )}
      </div>
      <Refused error={close.error} />
      {months.error ? (
        <Trouble error={months.error} retry={() => void months.refetch()} />
      ) : !months.data ? (
        <div className="p-4">
          <Skeleton height={64} />
        </div>
      ) : months.data.months.length === 0 ? (
        <p className="foot">{w.none}</p>
      ) : (
        <Months months={months.data.months} timeZone={timeZone} />
      )}
    </section>
  );
}

function Months({ months, timeZone }: { months: readonly ClosedMonth[]; timeZone: string }) {
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={w.title}>
      <table className="table">
        <thead>
          <tr>
            {[w.month, w.closed, w.by, w.book].map((title) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {months.map(({ month, closedAt, closedBy, priceBook }) => (
            <tr key={month}>
              <th scope="row" className="whitespace-nowrap">
                {monthInWords(month)}
              </th>
              <td className="whitespace-nowrap">{formatMoment(closedAt, timeZone, true)}</td>
              <td className="quiet whitespace-nowrap">{closedBy}</td>
              <td className="quiet whitespace-nowrap">{priceBook}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

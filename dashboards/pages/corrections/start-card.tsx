import { useState } from 'react';
import { startRun } from '../../api/corrections-queries.js';
import { Refused } from '../../components/refused.js';
import { Segments } from '../../components/segments.js';
import { rangeOfDays } from '../../figures/corrections.js';
import { addDays } from '../../format/zone.js';
import { useSetSearch } from '../../view/search.js';
import { words } from '../../words/words.js';
import { useOrder } from './use-order.js';

const w = words.corrections.again;

/** Begins a preview, of the whole past or of some days. */
export function StartCard({ now, isBusy }: { now: number; isBusy: boolean }) {
  const setSearch = useSetSearch();
  const today = new Date(now).toISOString().slice(0, 10);
  const [what, setWhat] = useState<'whole' | 'range'>('whole');
  const [first, setFirst] = useState(addDays(today, -30));
  const [last, setLast] = useState(today);
  const range = rangeOfDays(first, last);
  const start = useOrder(startRun, ({ id }) => {
    setSearch({ run: id });
  });
  const isWrong = what === 'range' && range === null;
  return (
    <section className="card flush c12">
      <header>
        <h2>{w.title}</h2>
      </header>
      <form
        className="px-4 pb-4"
        onSubmit={(event) => {
          event.preventDefault();
          start.mutate({ kind: 'preview', ...(what === 'range' && range) });
        }}
      >
        <p className="quiet mb-3">{w.lead}</p>
        <div className="tools">
          <Segments
            label={w.what}
            value={what}
            segments={[
              { value: 'whole', label: w.whole },
              { value: 'range', label: w.range },
            ]}
            onChange={setWhat}
          />
          {what === 'range' && (
            <>
              <DayField label={w.first} day={first} onChange={setFirst} />
              <DayField label={w.last} day={last} onChange={setLast} />
            </>
          )}
          <button type="submit" className="btn primary" disabled={isBusy || start.isPending || isWrong}>
            {w.start}
          </button>
          {isBusy && <span className="quiet small">{w.busy}</span>}
          {isWrong && (
            <span className="small" role="alert">
              {w.invalid}
            </span>
          )}
        </div>
      </form>
      <Refused error={start.error} />
    </section>
  );
}

function DayField({ label, day, onChange }: { label: string; day: string; onChange: (day: string) => void }) {
  return (
    <label className="lab">
      {label}
      <input
        type="date"
        className="field"
        value={day}
        onChange={(event) => {
          onChange(event.target.value);
        }}
      />
    </label>
  );
}

import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { dimensionQuery } from '../../api/queries.js';
import { CHANGES, periodWhatIfQuery } from '../../api/savings-queries.js';
import { Empty } from '../../components/empty.js';
import { Segments } from '../../components/segments.js';
import { Skeleton } from '../../components/skeleton.js';
import { Trouble } from '../../components/trouble.js';
import { labelOfDimension, labelOfValue } from '../../figures/labels.js';
import { useSetSearch } from '../../view/search.js';
import type { View } from '../../view/view.js';
import { words } from '../../words/words.js';
import { WhatIfTable } from './what-if-table.js';

const SCOPES = ['global', 'geo', 'multi-region', 'region', 'data-zone'] as const;
/** More models than this have not been called through one installation. */
const MOST_MODELS = 100;
const w = words.whatIf.period;

/** What the calls of the range would have cost with one thing changed. */
export function WhatIfCard({ view }: { view: View }) {
  const search = useSearch({ from: '/premium' });
  const setSearch = useSetSearch();
  const { change = 'scope', whatIfBy: by = 'team' } = search;
  const target = change === 'scope' ? (search.target ?? 'global') : change === 'model' ? (search.target ?? null) : null;
  const isAsked = change !== 'model' || target !== null;
  const answer = useQuery({ ...periodWhatIfQuery({ ...view.question, change, target, by }), enabled: isAsked });
  const set = (next: { target?: string | undefined; change?: typeof change; whatIfBy?: typeof by }) => {
    setSearch(next, 'replace');
  };
  return (
    <section className="card flush c12">
      <header>
        <h2>{w.title}</h2>
      </header>
      <div className="px-4 pb-3">
        <p className="quiet mb-3">{w.lead}</p>
        <div className="tools">
          <Segments
            label={w.change}
            value={change}
            segments={CHANGES.map((value) => ({ value, label: w.choices[value] }))}
            onChange={(value) => {
              set({ change: value, target: undefined });
            }}
          />
          {change === 'scope' && (
            <label className="lab">
              {w.target.scope}
              <select
                className="btn"
                value={target ?? ''}
                onChange={(event) => {
                  set({ target: event.target.value });
                }}
              >
                {SCOPES.map((scope) => (
                  <option key={scope} value={scope}>
                    {labelOfValue('endpointScope', scope)}
                  </option>
                ))}
              </select>
            </label>
          )}
          {change === 'model' && (
            <ModelChoice
              view={view}
              model={target}
              onChoose={(model) => {
                set({ target: model });
              }}
            />
          )}
          <span className="lab">
            {w.by}
            <Segments
              label={w.by}
              value={by}
              segments={(['team', 'model'] as const).map((value) => ({ value, label: labelOfDimension(value) }))}
              onChange={(value) => {
                set({ whatIfBy: value });
              }}
            />
          </span>
        </div>
      </div>
      {!isAsked ? (
        <Empty title={w.chooseModel} />
      ) : answer.error ? (
        <Trouble error={answer.error} retry={() => void answer.refetch()} />
      ) : !answer.data ? (
        <div className="p-4">
          <Skeleton height={200} />
        </div>
      ) : (
        <WhatIfTable view={view} by={by} answer={answer.data} dim={answer.isPlaceholderData} />
      )}
    </section>
  );
}

interface ModelChoiceProps {
  readonly view: View;
  readonly model: string | null;
  readonly onChoose: (model: string) => void;
}

/** The models that were called in the range are offered; any other of the price book may be typed. */
function ModelChoice({ view, model, onChoose }: ModelChoiceProps) {
  const { data } = useQuery(dimensionQuery({ ...view.question, filter: [], dimension: 'model', limit: MOST_MODELS }));
  return (
    <form
      className="lab"
      onSubmit={(event) => {
        event.preventDefault();
        const typed = new FormData(event.currentTarget).get('model');
        if (typeof typed === 'string' && typed.trim() !== '') onChoose(typed.trim());
      }}
    >
      <label className="lab">
        {w.target.model}
        <input
          key={model}
          name="model"
          className="field"
          list="what-if-models"
          defaultValue={model ?? ''}
          placeholder="claude-…"
          autoComplete="off"
          spellCheck={false}
        />
      </label>
      <datalist id="what-if-models">
        {(data?.values ?? []).flatMap(({ value }) => (value === null ? [] : [<option key={value} value={value} />]))}
      </datalist>
      <button type="submit" className="btn">
        {words.frame.range.apply}
      </button>
    </form>
  );
}

import { useState } from 'react';
import { EVENT_FILTERS, type EventFilter, type RequestsSearch } from '../../search-params.js';
import { useMeta } from '../../view/meta.js';
import { useSetSearch } from '../../view/search.js';
import { words } from '../../words/words.js';
import { Icon } from '../../components/icon.js';

const w = words.requests;

/** An ARN names a caller; anything else that is typed is taken as the provider's id of a call. */
function filterFor(text: string): EventFilter {
  return text.startsWith('arn:') ? 'principal' : 'requestId';
}

/** Filters that only make sense for single calls. */
export function EventFilters({ search }: { search: RequestsSearch }) {
  const setSearch = useSetSearch();
  const { flags } = useMeta();
  const [text, setText] = useState('');
  return (
    <>
      {EVENT_FILTERS.filter((name) => name !== 'flag' && search[name]).map((name) => (
        <span key={name} className="chip px-2.5">
          {words.frame.filter.event[name]}
          <span className="op mx-1">{words.frame.filter.is}</span>
          <b title={search[name]}>{search[name]}</b>
          <button
            type="button"
            className="x -mr-2.5"
            aria-label={words.frame.filter.remove(words.frame.filter.event[name])}
            onClick={() => {
              setSearch({ [name]: undefined });
            }}
          >
            ×
          </button>
        </span>
      ))}
      <form
        role="search"
        className="flex"
        onSubmit={(event) => {
          event.preventDefault();
          const wanted = text.trim();
          if (wanted === '') return;
          setSearch({ [filterFor(wanted)]: wanted });
          setText('');
        }}
      >
        <input
          className="field w-60"
          type="search"
          value={text}
          aria-label={w.find}
          title={w.idHint}
          placeholder={w.findHint}
          spellCheck={false}
          onChange={(event) => {
            setText(event.target.value);
          }}
        />
        <button type="submit" className="btn icon plain" aria-label={w.find}>
          <Icon name="search" />
        </button>
      </form>
      <label className="lab small quiet flex items-center gap-2">
        {w.flag}
        <select
          className="btn max-w-44"
          value={search.flag ?? ''}
          onChange={(event) => {
            setSearch({ flag: event.target.value || undefined });
          }}
        >
          <option value="">{w.anyFlag}</option>
          {Object.entries(flags).map(([flag, meaning]) => (
            <option key={flag} value={flag} title={meaning}>
              {flag}
            </option>
          ))}
        </select>
      </label>
    </>
  );
}

import { useState } from 'react';
import { TextField } from '../../components/text-field.js';
import { useSetSearch } from '../../view/search.js';
import { words } from '../../words/words.js';

const w = words.access.audit.filters;

export interface AuditFilter {
  readonly actor?: string | undefined;
  readonly action?: string | undefined;
  readonly target?: string | undefined;
}

/** By whom, what and on what. They take effect together, and stand in the address. */
export function AuditFilters({ filters }: { filters: AuditFilter }) {
  const setSearch = useSetSearch();
  const [actor, setActor] = useState(filters.actor ?? '');
  const [action, setAction] = useState(filters.action ?? '');
  const [target, setTarget] = useState(filters.target ?? '');
  const isFiltered = Object.values(filters).some((filter) => filter !== undefined);
  return (
    <form
      role="search"
      className="p-4 flex flex-wrap gap-x-4 gap-y-2 items-end"
      onSubmit={(event) => {
        event.preventDefault();
        setSearch({
          actor: actor.trim() || undefined,
          action: action.trim() || undefined,
          target: target.trim() || undefined,
        });
      }}
    >
      <TextField label={w.actor} placeholder={w.actorHint} maxLength={200} value={actor} onChange={setActor} />
      <TextField label={w.action} placeholder={w.actionHint} maxLength={100} value={action} onChange={setAction} />
      <TextField label={w.target} placeholder={w.targetHint} maxLength={300} value={target} onChange={setTarget} />
      <button type="submit" className="btn">
        {w.apply}
      </button>
      {isFiltered && (
        <button
          type="button"
          className="btn plain"
          onClick={() => {
            setSearch({ actor: undefined, action: undefined, target: undefined });
          }}
        >
          {w.clear}
        </button>
      )}
    </form>
  );
}

import { useState } from 'react';
import { DIMENSIONS, type Dimension } from '../figures/dimensions.js';
import { groupFilters, replaceGroup, type FilterGroup } from '../figures/filters.js';
import { labelOfDimension, labelOfValue } from '../figures/labels.js';
import { useSetSearch } from '../view/search.js';
import { useMay } from '../view/session.js';
import type { View } from '../view/view.js';
import { words } from '../words/words.js';
import { PopButton } from './buttons.js';
import { FilterEditor } from './filter-editor.js';
import { Icon } from './icon.js';
import { moveFocus } from './move-focus.js';

const NAMED = 2;
const w = words.frame.filter;

function wordsOf({ dimension, values }: FilterGroup): string {
  const names = values.map((value) => labelOfValue(dimension, value));
  const shown = names.slice(0, NAMED).join(` ${w.or} `);
  return names.length > NAMED ? `${shown} ${w.more(names.length - NAMED)}` : shown;
}

/** The filters as chips that can be changed and removed, and a way to add one. */
export function FilterBar({ view }: { view: View }) {
  const setSearch = useSetSearch();
  const groups = groupFilters(view.filter);
  const put = (before: FilterGroup, after: FilterGroup) => {
    const rest = replaceGroup(view.filter, { ...before, values: [] });
    const filter = replaceGroup(rest, after);
    setSearch({ filter: filter.length > 0 ? filter : undefined });
  };
  return (
    <>
      {groups.map((group) => (
        <FilterChip key={`${group.dimension}${String(group.exclude)}`} view={view} group={group} put={put} />
      ))}
      <AddFilter view={view} groups={groups} put={put} />
    </>
  );
}

interface ChipProps {
  readonly view: View;
  readonly group: FilterGroup;
  readonly put: (before: FilterGroup, after: FilterGroup) => void;
}

function FilterChip({ view, group, put }: ChipProps) {
  const name = labelOfDimension(group.dimension);
  const face = {
    className: 'face',
    title: w.edit(name),
    children: (
      <>
        {name}
        <span className="op">{group.exclude ? w.isNot : w.is}</span>
        <b title={group.values.map((value) => labelOfValue(group.dimension, value)).join(', ')}>{wordsOf(group)}</b>
      </>
    ),
  };
  const change = (after: FilterGroup) => {
    put(group, after);
  };
  return (
    <span className={`chip ${group.exclude ? 'not' : ''}`}>
      <PopButton
        face={face}
        label={w.edit(name)}
        content={<FilterEditor view={view} dimension={group.dimension} group={group} onChange={change} />}
      />
      <button
        type="button"
        className="x"
        aria-label={w.remove(name)}
        onClick={() => {
          change({ ...group, values: [] });
        }}
      >
        ×
      </button>
    </span>
  );
}

function AddFilter({ view, groups, put }: { view: View; groups: readonly FilterGroup[]; put: ChipProps['put'] }) {
  const face = {
    className: 'btn plain',
    children: (
      <>
        <Icon name="plus" />
        {w.add}
      </>
    ),
  };
  return <PopButton face={face} label={w.label} content={<NewFilter view={view} groups={groups} put={put} />} />;
}

/** First the dimension, then its values. */
function NewFilter({ view, groups, put }: { view: View; groups: readonly FilterGroup[]; put: ChipProps['put'] }) {
  const [dimension, setDimension] = useState<Dimension | null>(null);
  const [exclude, setExclude] = useState(false);
  const seesCallers = useMay('identities');
  if (dimension) {
    const group = groups.find((one) => one.dimension === dimension && one.exclude === exclude) ?? {
      dimension,
      exclude,
      values: [],
    };
    return (
      <FilterEditor
        view={view}
        dimension={dimension}
        group={group}
        onChange={(after) => {
          setExclude(after.exclude);
          put(group, after);
        }}
      />
    );
  }
  return (
    <div
      onKeyDown={(event) => {
        moveFocus(event, 'button.item');
      }}
    >
      {DIMENSIONS.filter((name) => seesCallers || name !== 'person').map((name) => (
        <button
          type="button"
          key={name}
          className="item"
          onClick={() => {
            setDimension(name);
          }}
        >
          {labelOfDimension(name)}
        </button>
      ))}
    </div>
  );
}

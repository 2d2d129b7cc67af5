import { Popover } from 'radix-ui';
import { useState } from 'react';
import { DIMENSIONS, type Dimension } from '../figures/dimensions.js';
import { groupFilters, replaceGroup, type FilterGroup } from '../figures/filters.js';
import { labelOfDimension, labelOfValue } from '../figures/labels.js';
import { useSetSearch } from '../view/search.js';
import type { View } from '../view/view.js';
import { words } from '../words/words.js';
import { FilterEditor } from './filter-editor.js';
import { Icon } from './icon.js';
import { moveFocus } from './move-focus.js';

const NAMED = 2;

function wordsOf({ dimension, values }: FilterGroup): string {
  const names = values.map((value) => labelOfValue(dimension, value));
  const w = words.frame.filter;
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
  const w = words.frame.filter;
  const name = labelOfDimension(group.dimension);
  return (
    <Popover.Root>
      <span className={`chip ${group.exclude ? 'not' : ''}`}>
        <Popover.Trigger title={w.edit(name)}>
          {name}
          <span className="op">{group.exclude ? w.isNot : w.is}</span>
          <b title={group.values.map((value) => labelOfValue(group.dimension, value)).join(', ')}>{wordsOf(group)}</b>
        </Popover.Trigger>
        <button
          type="button"
          className="x"
          aria-label={w.remove(name)}
          onClick={() => {
            put(group, { ...group, values: [] });
          }}
        >
          ×
        </button>
      </span>
      <Popover.Portal>
        <Popover.Content className="pop" align="start" sideOffset={4} aria-label={w.edit(name)}>
          <FilterEditor
            view={view}
            dimension={group.dimension}
            group={group}
            onChange={(after) => {
              put(group, after);
            }}
          />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function AddFilter({ view, groups, put }: { view: View; groups: readonly FilterGroup[]; put: ChipProps['put'] }) {
  const [open, setOpen] = useState(false);
  const [dimension, setDimension] = useState<Dimension | null>(null);
  const [exclude, setExclude] = useState(false);
  const w = words.frame.filter;
  const change = (to: boolean) => {
    setOpen(to);
    if (to) setDimension(null);
  };
  const group = dimension && (groups.find((one) => one.dimension === dimension && one.exclude === exclude) ?? { dimension, exclude, values: [] });
  return (
    <Popover.Root open={open} onOpenChange={change}>
      <Popover.Trigger className="btn plain">
        <Icon name="plus" />
        {w.add}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          className="pop"
          align="start"
          sideOffset={4}
          aria-label={w.label}
          onKeyDown={(event) => {
            if (!dimension) moveFocus(event, 'button.item');
          }}
        >
          {dimension && group ? (
            <FilterEditor
              view={view}
              dimension={dimension}
              group={group}
              onChange={(after) => {
                setExclude(after.exclude);
                put(group, after);
              }}
            />
          ) : (
            DIMENSIONS.map((name) => (
              <button
                type="button"
                key={name}
                className="item"
                onClick={() => {
                  setExclude(false);
                  setDimension(name);
                }}
              >
                {labelOfDimension(name)}
              </button>
            ))
          )}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

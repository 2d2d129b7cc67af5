import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { dimensionQuery } from '../api/queries.js';
import type { Dimension } from '../figures/dimensions.js';
import { parseFilter, type FilterGroup } from '../figures/filters.js';
import { labelOfDimension, labelOfValue } from '../figures/labels.js';
import { formatCompact } from '../format/number.js';
import type { View } from '../view/view.js';
import { words } from '../words/words.js';
import { PickList } from './pick-list.js';
import { Segments } from './segments.js';

/** Stands for "no value" in the list, where every line needs a name. */
const ABSENT = '\u0000';

interface FilterEditorProps {
  readonly view: View;
  readonly dimension: Dimension;
  readonly group: FilterGroup;
  readonly onChange: (group: FilterGroup) => void;
}

/** Which values of one dimension to include or exclude, found by search among those in the range. */
export function FilterEditor({ view, dimension, group, onChange }: FilterEditorProps) {
  const [search, setSearch] = useState('');
  const w = words.frame.filter;
  const others = view.filter.filter((text) => parseFilter(text)?.dimension !== dimension);
  const found = useQuery(
    dimensionQuery({ ...view.question, filter: others, dimension, search: useDeferredValue(search), limit: 50 }),
  );
  const known = found.data?.values ?? [];
  const missing = group.values.filter((value) => !known.some((entry) => entry.value === value) && search === '');
  const options = [
    ...missing.map((value) => ({ value: value ?? ABSENT, label: labelOfValue(dimension, value) })),
    ...known.map(({ value, requests }) => ({
      value: value ?? ABSENT,
      label: labelOfValue(dimension, value),
      end: formatCompact(requests),
    })),
  ];
  return (
    <div className="grid gap-2 justify-items-start *:last:w-full">
      <Segments
        label={labelOfDimension(dimension)}
        value={group.exclude ? 'exclude' : 'include'}
        segments={[
          { value: 'include', label: w.include },
          { value: 'exclude', label: w.exclude },
        ]}
        onChange={(value) => {
          onChange({ ...group, exclude: value === 'exclude' });
        }}
      />
      <PickList
        label={w.search(labelOfDimension(dimension))}
        options={options}
        chosen={group.values.map((value) => value ?? ABSENT)}
        multiple
        search={search}
        onSearch={setSearch}
        nothing={found.isPending ? words.frame.states.loading : w.none}
        onPick={(picked) => {
          const value = picked === ABSENT ? null : picked;
          const values = group.values.includes(value)
            ? group.values.filter((old) => old !== value)
            : [...group.values, value];
          onChange({ ...group, values });
        }}
      />
    </div>
  );
}

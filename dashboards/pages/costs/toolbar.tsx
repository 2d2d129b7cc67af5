import { ToggleGroup } from 'radix-ui';
import { GROUPINGS, type Grouping } from '../../figures/dimensions.js';
import { labelOfDimension } from '../../figures/labels.js';
import { BUCKETS, bucketIsOffered, type Bucket } from '../../range/buckets.js';
import { MEASURES, type Measure } from '../../search-params.js';
import { useSetSearch } from '../../view/search.js';
import { words } from '../../words/words.js';

const FIRST: readonly Grouping[] = ['team', 'model', 'cloud', 'endpointScope'];
const w = words.costs;

interface ToolbarProps {
  readonly by: Grouping;
  readonly then: Grouping | null;
  readonly measure: Measure;
  readonly bucket: Bucket;
  readonly days: number;
}

/** How the costs are cut: by whom, into what, measured how, in which steps of time. */
export function Toolbar({ by, then, measure, bucket, days }: ToolbarProps) {
  const setSearch = useSetSearch();
  const group = (value: string) => {
    const next = GROUPINGS.find((name) => name === value);
    if (next) setSearch({ by: next, open: undefined, ...(next === then && { then: undefined }) });
  };
  return (
    <div className="tools mb-4">
      <span className="lab">
        <span id="group-by">{w.groupBy}</span>
        <ToggleGroup.Root type="single" className="seg" aria-labelledby="group-by" value={by} onValueChange={group}>
          {FIRST.map((name) => (
            <ToggleGroup.Item key={name} value={name}>
              {labelOfDimension(name)}
            </ToggleGroup.Item>
          ))}
        </ToggleGroup.Root>
        <select
          className={`btn ${FIRST.includes(by) ? 'quiet' : 'strong'}`}
          aria-label={`${w.groupBy}: ${w.more}`}
          value={FIRST.includes(by) ? '' : by}
          onChange={(event) => {
            group(event.target.value);
          }}
        >
          <option value="" disabled hidden>
            {w.more}
          </option>
          {GROUPINGS.filter((name) => !FIRST.includes(name)).map((name) => (
            <option key={name} value={name}>
              {labelOfDimension(name)}
            </option>
          ))}
        </select>
      </span>
      <label className="lab">
        {w.thenBy}
        <select
          className="btn"
          value={then ?? 'none'}
          onChange={(event) => {
            setSearch({ then: GROUPINGS.find((name) => name === event.target.value) ?? 'none', open: undefined }, 'replace');
          }}
        >
          <option value="none">{w.nothing}</option>
          {GROUPINGS.filter((name) => name !== by).map((name) => (
            <option key={name} value={name}>
              {labelOfDimension(name)}
            </option>
          ))}
        </select>
      </label>
      <ToggleGroup.Root
        type="single"
        className="seg"
        aria-label={w.measure}
        value={measure}
        onValueChange={(value) => {
          const next = MEASURES.find((name) => name === value);
          if (next) setSearch({ measure: next === 'cost' ? undefined : next }, 'replace');
        }}
      >
        {MEASURES.map((name) => (
          <ToggleGroup.Item key={name} value={name} disabled={by === 'tokenClass' && name === 'requests'}>
            {words.figures.measures[name]}
          </ToggleGroup.Item>
        ))}
      </ToggleGroup.Root>
      <ToggleGroup.Root
        type="single"
        className="seg"
        aria-label={w.bucket}
        value={bucket}
        onValueChange={(value) => {
          const next = BUCKETS.find((name) => name === value);
          if (next) setSearch({ bucket: next });
        }}
      >
        {BUCKETS.map((name) => (
          <ToggleGroup.Item key={name} value={name} disabled={name !== bucket && !bucketIsOffered(name, days)}>
            {w.buckets[name]}
          </ToggleGroup.Item>
        ))}
      </ToggleGroup.Root>
    </div>
  );
}

import { Segments } from '../../components/segments.js';
import { GROUPINGS, type Grouping } from '../../figures/dimensions.js';
import { labelOfDimension } from '../../figures/labels.js';
import { BUCKETS, bucketIsOffered, type Bucket } from '../../range/buckets.js';
import { MEASURES, type Measure } from '../../search-params.js';
import { useSetSearch } from '../../view/search.js';
import { useMay } from '../../view/session.js';
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
  const seesCallers = useMay('identities');
  const offered = GROUPINGS.filter((name) => seesCallers || name !== 'person');
  const group = (value: string) => {
    const next = GROUPINGS.find((name) => name === value);
    if (next) setSearch({ by: next, open: undefined, ...(next === then && { thenBy: undefined }) });
  };
  return (
    <div className="tools mb-4">
      <span className="lab">
        {w.groupBy}
        <Segments
          label={w.groupBy}
          value={FIRST.includes(by) ? by : null}
          segments={FIRST.map((value) => ({ value, label: labelOfDimension(value) }))}
          onChange={group}
        />
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
          {offered
            .filter((name) => !FIRST.includes(name))
            .map((name) => (
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
            setSearch(
              { thenBy: GROUPINGS.find((name) => name === event.target.value) ?? 'none', open: undefined },
              'replace',
            );
          }}
        >
          <option value="none">{w.nothing}</option>
          {offered
            .filter((name) => name !== by)
            .map((name) => (
              <option key={name} value={name}>
                {labelOfDimension(name)}
              </option>
            ))}
        </select>
      </label>
      <Segments
        label={w.measure}
        value={measure}
        segments={MEASURES.map((value) => ({
          value,
          label: words.figures.measures[value],
          isDisabled: by === 'tokenClass' && value === 'requests',
        }))}
        onChange={(value) => {
          setSearch({ measure: value === 'cost' ? undefined : value }, 'replace');
        }}
      />
      <Segments
        label={w.bucket}
        value={bucket}
        segments={BUCKETS.map((value) => ({
          value,
          label: w.buckets[value],
          isDisabled: value !== bucket && !bucketIsOffered(value, days),
        }))}
        onChange={(value) => {
          setSearch({ bucket: value });
        }}
      />
    </div>
  );
}

import { useState, type KeyboardEvent } from 'react';
import { formatRange } from '../format/date.js';
import { addDays, localDateOf } from '../format/zone.js';
import { isDate, lastDayOf, lengthDays, PRESETS } from '../range/range.js';
import { useSetSearch } from '../view/search.js';
import type { View } from '../view/view.js';
import { words } from '../words/words.js';
import { PopButton } from './buttons.js';
import { Icon } from './icon.js';
import { moveFocus } from './move-focus.js';
import { usePopClose } from './pop-close.js';

const w = words.frame.range;

/** The date range: presets by click, arrows or digit, and two dates of one's own. */
export function RangePicker({ view }: { view: View }) {
  const { range, timeZone } = view;
  const note = range.preset ? w.presets[range.preset] : w.days(lengthDays(range));
  const face = {
    className: 'btn',
    title: w.label,
    label: `${w.label}: ${formatRange(range, timeZone)} ${note}`,
    children: (
      <>
        <Icon name="calendar" />
        {formatRange(range, timeZone)} <span className="faint">{note}</span>
      </>
    ),
  };
  return <PopButton face={face} label={w.label} content={<RangePanel view={view} />} />;
}

function RangePanel({ view }: { view: View }) {
  const close = usePopClose();
  const setSearch = useSetSearch();
  const { range, timeZone } = view;
  const pick = (place: number) => {
    const preset = PRESETS[place];
    if (!preset) return;
    setSearch({ range: preset, from: undefined, to: undefined, bucket: undefined });
    close();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.target instanceof HTMLInputElement) return;
    if (/^[1-9]$/.test(event.key)) pick(Number(event.key) - 1);
    else moveFocus(event, 'button.item');
  };
  return (
    <div onKeyDown={onKeyDown}>
      {PRESETS.map((preset, place) => (
        <button
          type="button"
          key={preset}
          className="item"
          aria-pressed={range.preset === preset}
          aria-keyshortcuts={String(place + 1)}
          onClick={() => {
            pick(place);
          }}
        >
          <span className="check">{range.preset === preset && <Icon name="check" />}</span>
          {w.presets[preset]}
          <kbd className="kbd ml-auto">{place + 1}</kbd>
        </button>
      ))}
      <p className="small faint px-2 pt-1">{w.keys}</p>
      <hr />
      <CustomRange
        first={localDateOf(range.fromMs, timeZone)}
        last={lastDayOf(range, timeZone)}
        onApply={(from, last) => {
          setSearch({ range: undefined, from, to: addDays(last, 1), bucket: undefined });
          close();
        }}
      />
    </div>
  );
}

function CustomRange({
  first,
  last,
  onApply,
}: {
  first: string;
  last: string;
  onApply: (from: string, last: string) => void;
}) {
  const [from, setFrom] = useState(first);
  const [to, setTo] = useState(last);
  const valid = isDate(from) && isDate(to) && from <= to;
  return (
    <form
      className="grid grid-cols-2 gap-2 p-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (valid) onApply(from, to);
      }}
    >
      <label className="small quiet grid gap-1">
        {w.from}
        <input
          type="date"
          className="field w-full"
          value={from}
          onChange={(event) => {
            setFrom(event.target.value);
          }}
        />
      </label>
      <label className="small quiet grid gap-1">
        {w.to}
        <input
          type="date"
          className="field w-full"
          value={to}
          onChange={(event) => {
            setTo(event.target.value);
          }}
        />
      </label>
      {!valid && (
        <p className="small quiet col-span-2" role="alert">
          {w.invalid}
        </p>
      )}
      <button type="submit" className="btn primary col-span-2 justify-center" disabled={!valid}>
        {w.apply}
      </button>
    </form>
  );
}

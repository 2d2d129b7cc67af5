import { useMemo, useState } from 'react';
import { formatOffset } from '../format/date.js';
import { useMeta } from '../view/meta.js';
import { useSetSearch } from '../view/search.js';
import type { View } from '../view/view.js';
import { words } from '../words/words.js';
import { PopButton } from './buttons.js';
import { Icon } from './icon.js';
import { PickList } from './pick-list.js';
import { usePopClose } from './pop-close.js';

const SHOWN = 60;
const w = words.frame.zone;

function nameOf(zone: string): string {
  return zone.replaceAll('_', ' ');
}

/** The reporting time zone, by which days, weeks and months are cut. */
export function ZonePicker({ view }: { view: View }) {
  const face = {
    className: 'btn',
    title: w.label,
    label: `${w.label}: ${nameOf(view.timeZone)}`,
    children: (
      <>
        <Icon name="zone" />
        {nameOf(view.timeZone)}
        {view.timeZone !== 'UTC' && <span className="faint">{formatOffset(view.now, view.timeZone)}</span>}
      </>
    ),
  };
  return <PopButton face={face} label={w.label} content={<ZonePanel view={view} />} />;
}

/** Zones that the service keeps daily sums for come first: they answer fastest. */
function ZonePanel({ view }: { view: View }) {
  const close = usePopClose();
  const [search, setText] = useState('');
  const setSearch = useSetSearch();
  const { builtTimeZones, reportingTimeZone } = useMeta();
  const zones = useMemo(
    () => [...new Set([reportingTimeZone, ...builtTimeZones, 'UTC', ...Intl.supportedValuesOf('timeZone')])],
    [builtTimeZones, reportingTimeZone],
  );
  const wanted = search.trim().toLowerCase().replaceAll(' ', '_');
  const options = zones
    .filter((zone) => zone.toLowerCase().includes(wanted))
    .slice(0, SHOWN)
    .map((zone) => ({ value: zone, label: nameOf(zone), end: formatOffset(view.now, zone) }));
  return (
    <>
      <p className="small quiet px-2 pb-2">{w.hint}</p>
      <PickList
        label={w.search}
        options={options}
        chosen={[view.timeZone]}
        search={search}
        onSearch={setText}
        nothing={words.frame.filter.none}
        onPick={(tz) => {
          setSearch({ tz: tz === reportingTimeZone ? undefined : tz });
          close();
        }}
      />
    </>
  );
}

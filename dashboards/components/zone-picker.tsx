import { Popover } from 'radix-ui';
import { useMemo, useState } from 'react';
import { formatOffset } from '../format/date.js';
import { useMeta } from '../view/meta.js';
import { useSetSearch } from '../view/search.js';
import type { View } from '../view/view.js';
import { words } from '../words/words.js';
import { Icon } from './icon.js';
import { PickList } from './pick-list.js';

const SHOWN = 60;

/** The reporting time zone. Zones that the service keeps daily sums for come first: they answer fastest. */
export function ZonePicker({ view }: { view: View }) {
  const [open, setOpen] = useState(false);
  const [search, setText] = useState('');
  const setSearch = useSetSearch();
  const { builtTimeZones, reportingTimeZone } = useMeta();
  const w = words.frame.zone;
  const zones = useMemo(
    () => [...new Set([reportingTimeZone, ...builtTimeZones, 'UTC', ...Intl.supportedValuesOf('timeZone')])],
    [builtTimeZones, reportingTimeZone],
  );
  const wanted = search.trim().toLowerCase().replaceAll(' ', '_');
  const options = zones
    .filter((zone) => zone.toLowerCase().includes(wanted))
    .slice(0, SHOWN)
    .map((zone) => ({ value: zone, label: zone.replaceAll('_', ' '), end: formatOffset(view.now, zone) }));
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger className="btn" title={w.label} aria-label={`${w.label}: ${view.timeZone}`}>
        <Icon name="zone" />
        {view.timeZone.replaceAll('_', ' ')}
        {view.timeZone !== 'UTC' && <span className="faint">{formatOffset(view.now, view.timeZone)}</span>}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className="pop" align="start" sideOffset={4} aria-label={w.label}>
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
              setOpen(false);
            }}
          />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

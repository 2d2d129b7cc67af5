import { DropdownMenu } from 'radix-ui';
import { formatDays } from '../format/date.js';
import { localDateOf } from '../format/zone.js';
import { COMPARISONS } from '../range/comparison.js';
import { useSetSearch } from '../view/search.js';
import type { View } from '../view/view.js';
import { words } from '../words/words.js';
import { Icon } from './icon.js';

/** What the range is compared with. */
export function ComparePicker({ view }: { view: View }) {
  const setSearch = useSetSearch();
  const w = words.frame.compare;
  const { compared, comparison, timeZone } = view;
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger className="btn" title={w.label}>
        <Icon name="compare" />
        {compared ? w.versus(formatDays(localDateOf(compared.fromMs, timeZone), localDateOf(compared.toMs - 1, timeZone), false)) : w.none}
        {compared && <span className="faint">{w.notes[comparison]}</span>}
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="pop" align="start" sideOffset={4}>
          <DropdownMenu.RadioGroup
            value={comparison}
            onValueChange={(value) => {
              setSearch({ compare: COMPARISONS.find((name) => name === value) });
            }}
          >
            {COMPARISONS.map((name) => (
              <DropdownMenu.RadioItem key={name} value={name} className="item">
                <span className="check">
                  <DropdownMenu.ItemIndicator>
                    <Icon name="check" />
                  </DropdownMenu.ItemIndicator>
                </span>
                {w[name]}
              </DropdownMenu.RadioItem>
            ))}
          </DropdownMenu.RadioGroup>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

import { formatDays } from '../format/date.js';
import { localDateOf } from '../format/zone.js';
import { COMPARISONS } from '../range/comparison.js';
import { useSetSearch } from '../view/search.js';
import type { View } from '../view/view.js';
import { words } from '../words/words.js';
import { ChoiceButton } from './buttons.js';
import { Icon } from './icon.js';

const w = words.frame.compare;

/** What the range is compared with. */
export function ComparePicker({ view }: { view: View }) {
  const setSearch = useSetSearch();
  const { compared, comparison, timeZone } = view;
  const days =
    compared && formatDays(localDateOf(compared.fromMs, timeZone), localDateOf(compared.toMs - 1, timeZone), false);
  const face = {
    className: 'btn',
    title: w.label,
    children: (
      <>
        <Icon name="compare" />
        {days ? w.versus(days) : w.none}
        {days && <span className="faint">{w.notes[comparison]}</span>}
      </>
    ),
  };
  return (
    <ChoiceButton
      face={face}
      choices={COMPARISONS.map((value) => ({ value, label: w[value] }))}
      chosen={[comparison]}
      onChoose={(value) => {
        setSearch({ compare: COMPARISONS.find((name) => name === value) });
      }}
    />
  );
}

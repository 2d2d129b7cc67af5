import { useSetSearch } from '../view/search.js';
import { words } from '../words/words.js';
import { Segments } from './segments.js';

const w = words.access.whose;

/** One's own, or everybody's: for administrators. */
export function WhoseSegments({ ofEverybody }: { ofEverybody: boolean }) {
  const setSearch = useSetSearch();
  return (
    <Segments
      label={w.label}
      value={ofEverybody ? 'everybody' : 'own'}
      segments={[
        { value: 'own', label: w.own },
        { value: 'everybody', label: w.everybody },
      ]}
      onChange={(whose) => {
        setSearch({ whose: whose === 'everybody' ? whose : undefined }, 'replace');
      }}
    />
  );
}

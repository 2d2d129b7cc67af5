import { Link } from '@tanstack/react-router';
import { HEALTH_TABS, type HealthTab } from '../../search-params.js';
import { useCommonSearch } from '../../view/search.js';
import { words } from '../../words/words.js';

const w = words.health.tabs;

/** The parts of the page as addresses, so that each can be sent, opened beside, and gone back from. */
export function HealthTabs({ current }: { current: HealthTab }) {
  const carried = useCommonSearch();
  return (
    <nav className="tabs" aria-label={w.label}>
      {HEALTH_TABS.map((tab) => (
        <Link
          key={tab}
          to="/log-health"
          search={{ ...carried, tab }}
          resetScroll={false}
          aria-current={tab === current ? 'page' : undefined}
        >
          {w.names[tab]}
        </Link>
      ))}
    </nav>
  );
}

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
          ref={tab === current ? intoView : undefined}
        >
          {w.names[tab]}
        </Link>
      ))}
    </nav>
  );
}

/** On a narrow screen the last parts lie out of sight. */
function intoView(link: HTMLAnchorElement | null): void {
  link?.scrollIntoView({ inline: 'center', block: 'nearest' });
}

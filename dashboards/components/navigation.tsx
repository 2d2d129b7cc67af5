import { useQuery } from '@tanstack/react-query';
import { Link, useLocation } from '@tanstack/react-router';
import { alertsQuery } from '../api/operations-queries.js';
import { costsQuery } from '../api/queries.js';
import { wantSomebody } from '../figures/alerts.js';
import { formatCompact } from '../format/number.js';
import { useMeta } from '../view/meta.js';
import { useCommonSearch } from '../view/search.js';
import { rightOfPage } from '../view/needs.js';
import { useSession } from '../view/session.js';
import { useView } from '../view/view.js';
import { words } from '../words/words.js';
import { Icon, type IconName } from './icon.js';
import { Mark } from './mark.js';

interface Page {
  readonly to:
    | '/'
    | '/costs'
    | '/premium'
    | '/claude-code'
    | '/unpriced'
    | '/corrections'
    | '/log-health'
    | '/alerts'
    | '/errors'
    | '/members'
    | '/tokens'
    | '/sessions'
    | '/audit'
    | '/account';
  readonly icon: IconName;
  readonly name: string;
}

const { groups, pages } = words.frame;
const GROUPS: readonly { name: string; pages: readonly Page[] }[] = [
  {
    name: groups.finance,
    pages: [
      { to: '/', icon: 'overview', name: pages.overview },
      { to: '/costs', icon: 'costs', name: pages.costs },
      { to: '/premium', icon: 'premium', name: pages.premium },
      { to: '/claude-code', icon: 'coding', name: pages.coding },
      { to: '/unpriced', icon: 'unpriced', name: pages.unpriced },
      { to: '/corrections', icon: 'corrections', name: pages.corrections },
    ],
  },
  {
    name: groups.operations,
    pages: [
      { to: '/log-health', icon: 'health', name: pages.health },
      { to: '/alerts', icon: 'alerts', name: pages.alerts },
      { to: '/errors', icon: 'errors', name: pages.errors },
    ],
  },
  {
    name: groups.access,
    pages: [
      { to: '/members', icon: 'members', name: pages.members },
      { to: '/audit', icon: 'audit', name: pages.audit },
      { to: '/tokens', icon: 'tokens', name: pages.tokens },
      { to: '/sessions', icon: 'sessions', name: pages.sessions },
      { to: '/account', icon: 'account', name: pages.account },
    ],
  },
];

/** The side navigation, grouped by reader. It names only pages that exist. Range, zone and filters come along. */
export function Navigation({ onSignOut, role, attention }: { onSignOut: () => void; role: string; attention: number }) {
  const { demo, version } = useMeta();
  const carried = useCommonSearch();
  const { rights } = useSession();
  const shown = GROUPS.map(({ name, pages }) => ({
    name,
    pages: pages.filter(({ to }) => rights.includes(rightOfPage(to))),
  })).filter(({ pages }) => pages.length > 0);
  const onRequests = useLocation({ select: ({ pathname }) => pathname.startsWith('/requests') });
  return (
    <nav className="nav" aria-label={words.frame.mainNavigation}>
      <Link to="/" className="brand">
        <Mark />
        {words.frame.product}
      </Link>
      {shown.map((group) => (
        <div key={group.name}>
          <h2>{group.name}</h2>
          <ul>
            {group.pages.map((page) => (
              <li key={page.to}>
                <Link
                  to={page.to}
                  search={carried}
                  activeOptions={{ exact: page.to === '/', includeSearch: false }}
                  // Requests are reached from costs and have no entry of their own.
                  aria-current={page.to === '/costs' && onRequests ? 'true' : undefined}
                >
                  <Icon name={page.icon} />
                  {page.name}
                  {page.to === '/unpriced' && <UnpricedCount />}
                  {page.to === '/alerts' && <AlertCount />}
                  {page.to === '/log-health' && attention > 0 && (
                    <span className="count" title={words.health.verdict.failing(attention, attention)}>
                      {attention}
                    </span>
                  )}
                </Link>
              </li>
            ))}
          </ul>
        </div>
      ))}
      <div className="who small quiet grid gap-1 justify-items-start">
        {demo && <span>{words.frame.demo}</span>}
        <span className="faint">
          {words.frame.product} {version}
        </span>
        <span className="faint">{words.frame.role(role)}</span>
        <button type="button" className="underline" onClick={onSignOut}>
          {words.frame.signOut}
        </button>
      </div>
    </nav>
  );
}

/** How many calls of the chosen range have no price: the number that the page opens with. Zero is not worth a number. */
function UnpricedCount() {
  const { question } = useView('monthToDate');
  const { data } = useQuery(costsQuery({ ...question, bucket: 'none', groupBy: ['team'] }));
  const requests = data?.totals.unpricedRequests ?? 0;
  if (requests === 0) return null;
  return (
    <span className="count calm" title={words.overview.attention.unpriced(requests)}>
      {formatCompact(requests)}
    </span>
  );
}

/** How many standing alerts want somebody. */
function AlertCount() {
  const { data } = useQuery(alertsQuery());
  const count = data ? wantSomebody(data) : 0;
  if (count === 0) return null;
  return (
    <span className="count" title={words.alerts.attention(count)}>
      {count}
    </span>
  );
}

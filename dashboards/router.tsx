import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { parseAddress, writeAddress } from './address.js';
import { NotFound } from './components/not-found.js';
import { Broken } from './components/broken.js';
import { Shell } from './components/shell.js';
import {
  readAlerts,
  readCoding,
  readCorrections,
  readCosts,
  readErrors,
  readHealth,
  readOverview,
  readPremium,
  readRequests,
  readUnpriced,
  readMembers,
  readTokens,
  readSessions,
  readSetUp,
  readAudit,
  readCommon,
} from './search-params.js';

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound });

const overview = createRoute({
  getParentRoute: () => root,
  path: '/',
  validateSearch: readOverview,
  component: lazyRouteComponent(() => import('./pages/overview/overview-page.js'), 'OverviewPage'),
});

const costs = createRoute({
  getParentRoute: () => root,
  path: '/costs',
  validateSearch: readCosts,
  component: lazyRouteComponent(() => import('./pages/costs/costs-page.js'), 'CostsPage'),
});

const premium = createRoute({
  getParentRoute: () => root,
  path: '/premium',
  validateSearch: readPremium,
  component: lazyRouteComponent(() => import('./pages/premium/premium-page.js'), 'PremiumPage'),
});

const coding = createRoute({
  getParentRoute: () => root,
  path: '/claude-code',
  validateSearch: readCoding,
  component: lazyRouteComponent(() => import('./pages/coding/coding-page.js'), 'CodingPage'),
});

const corrections = createRoute({
  getParentRoute: () => root,
  path: '/corrections',
  validateSearch: readCorrections,
  component: lazyRouteComponent(() => import('./pages/corrections/corrections-page.js'), 'CorrectionsPage'),
});

const unpriced = createRoute({
  getParentRoute: () => root,
  path: '/unpriced',
  validateSearch: readUnpriced,
  component: lazyRouteComponent(() => import('./pages/unpriced/unpriced-page.js'), 'UnpricedPage'),
});

const requests = createRoute({
  getParentRoute: () => root,
  path: '/requests',
  validateSearch: readRequests,
  component: lazyRouteComponent(() => import('./pages/requests/requests-page.js'), 'RequestsPage'),
});

const request = createRoute({
  getParentRoute: () => requests,
  path: '$eventId',
  component: lazyRouteComponent(() => import('./pages/requests/request-drawer.js'), 'RequestDrawer'),
});

const health = createRoute({
  getParentRoute: () => root,
  path: '/log-health',
  validateSearch: readHealth,
  component: lazyRouteComponent(() => import('./pages/health/health-page.js'), 'HealthPage'),
});

const alerts = createRoute({
  getParentRoute: () => root,
  path: '/alerts',
  validateSearch: readAlerts,
  component: lazyRouteComponent(() => import('./pages/alerts/alerts-page.js'), 'AlertsPage'),
});

const errors = createRoute({
  getParentRoute: () => root,
  path: '/errors',
  validateSearch: readErrors,
  component: lazyRouteComponent(() => import('./pages/errors/errors-page.js'), 'ErrorsPage'),
});

const setUp = createRoute({
  getParentRoute: () => root,
  path: '/set-up',
  validateSearch: readSetUp,
  component: lazyRouteComponent(() => import('./pages/set-up/set-up-page.js'), 'SetUpPage'),
});

const members = createRoute({
  getParentRoute: () => root,
  path: '/members',
  validateSearch: readMembers,
  component: lazyRouteComponent(() => import('./pages/members/members-page.js'), 'MembersPage'),
});

const tokens = createRoute({
  getParentRoute: () => root,
  path: '/tokens',
  validateSearch: readTokens,
  component: lazyRouteComponent(() => import('./pages/tokens/tokens-page.js'), 'TokensPage'),
});

const sessions = createRoute({
  getParentRoute: () => root,
  path: '/sessions',
  validateSearch: readSessions,
  component: lazyRouteComponent(() => import('./pages/sessions/sessions-page.js'), 'SessionsPage'),
});

const audit = createRoute({
  getParentRoute: () => root,
  path: '/audit',
  validateSearch: readAudit,
  component: lazyRouteComponent(() => import('./pages/audit/audit-page.js'), 'AuditPage'),
});

const account = createRoute({
  getParentRoute: () => root,
  path: '/account',
  validateSearch: readCommon,
  component: lazyRouteComponent(() => import('./pages/account/account-page.js'), 'AccountPage'),
});

/** Every address of the dashboards. Each page is a file of its own that is loaded when it is opened. */
export function createAppRouter() {
  return createRouter({
    routeTree: root.addChildren([
      overview,
      costs,
      premium,
      coding,
      unpriced,
      corrections,
      requests.addChildren([request]),
      health,
      alerts,
      errors,
      setUp,
      members,
      tokens,
      sessions,
      audit,
      account,
    ]),
    parseSearch: parseAddress,
    stringifySearch: writeAddress,
    defaultPreload: 'intent',
    defaultErrorComponent: Broken,
    scrollRestoration: true,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}

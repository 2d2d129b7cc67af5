import { useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { metaQuery, sessionQuery, sourcesQuery } from '../api/queries.js';
import { signOut } from '../api/generated/sdk.gen.js';
import { MetaContext } from '../view/meta.js';
import { SessionContext } from '../view/session.js';
import { words } from '../words/words.js';
import { Allowed } from './allowed.js';
import { WithMenu } from './menu.js';
import { Navigation } from './navigation.js';
import { Trouble } from './trouble.js';

const SignInPage = lazy(() =>
  import('../pages/sign-in/sign-in-page.js').then((page) => ({ default: page.SignInPage })),
);

/** The frame of every page. Without a session it is the sign-in page; pages are drawn once the service has said what it is. */
export function Shell() {
  const client = useQueryClient();
  const session = useQuery(sessionQuery());
  const meta = useQuery({ ...metaQuery(), enabled: Boolean(session.data) });
  const seesHealth = session.data?.rights.includes('health') ?? false;
  const sources = useQuery({ ...sourcesQuery(), enabled: seesHealth });
  const failed = session.error ?? meta.error;
  if (session.data === null) {
    return (
      <Suspense>
        <SignInPage />
      </Suspense>
    );
  }
  if (!session.data || !meta.data) {
    if (!failed) return <p className="sr-only">{words.frame.states.loading}</p>;
    return (
      <main>
        <div className="card">
          <Trouble error={failed} retry={() => void client.refetchQueries()} />
        </div>
      </main>
    );
  }
  const leave = () => void signOut().finally(() => client.setQueryData(['session'], null));
  const navigation = (
    <Navigation
      role={session.data.roles.join(', ')}
      onSignOut={leave}
      attention={(sources.data?.sources ?? []).filter((source) => source.state === 'failing').length}
    />
  );
  return (
    <SessionContext value={session.data}>
      <MetaContext value={meta.data}>
        <a className="skip" href="#content">
          {words.frame.skip}
        </a>
        <WithMenu navigation={navigation}>
          <div className="app">
            {navigation}
            <Allowed />
          </div>
        </WithMenu>
      </MetaContext>
    </SessionContext>
  );
}

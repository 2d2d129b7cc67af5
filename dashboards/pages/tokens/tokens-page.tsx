import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { tokensQuery } from '../../api/access-queries.js';
import { Page } from '../../components/page.js';
import { ShownOnce } from '../../components/shown-once.js';
import { Skeleton } from '../../components/skeleton.js';
import { Trouble } from '../../components/trouble.js';
import { useMay, useSession } from '../../view/session.js';
import { useView } from '../../view/view.js';
import { words } from '../../words/words.js';
import { MakeToken } from './make-token.js';
import { TokensCard } from './tokens-card.js';

const w = words.access.tokens;

/** Tokens for programs: what there is, making one, revoking one. */
export function TokensPage() {
  const view = useView();
  const { whose, add } = useSearch({ from: '/tokens' });
  const mayAll = useMay('administer');
  const { kind } = useSession();
  const ofEverybody = mayAll && whose === 'everybody';
  const tokens = useQuery(tokensQuery(ofEverybody));
  const [made, setMade] = useState<{ name: string; token: string } | null>(null);
  return (
    <Page title={words.frame.pages.tokens} view={view} range={false} compare={false} filters={false}>
      <div className="grid12">
        {made && (
          <ShownOnce
            key={made.token}
            title={w.madeTitle(made.name)}
            words={w.madeWords}
            secret={made.token}
            done={() => {
              setMade(null);
            }}
          />
        )}
        {add === 'token' && kind !== 'token' && <MakeToken onMade={setMade} />}
        {tokens.data && !tokens.error ? (
          <TokensCard
            tokens={tokens.data.tokens}
            ofEverybody={ofEverybody}
            now={view.now}
            timeZone={view.timeZone}
            dim={tokens.isPlaceholderData}
          />
        ) : (
          <section className="card c12">
            {tokens.error ? (
              <Trouble error={tokens.error} retry={() => void tokens.refetch()} />
            ) : (
              <Skeleton height={160} />
            )}
          </section>
        )}
      </div>
    </Page>
  );
}

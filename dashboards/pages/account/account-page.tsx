import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { accountQuery } from '../../api/access-queries.js';
import { Page } from '../../components/page.js';
import { Skeleton } from '../../components/skeleton.js';
import { Trouble } from '../../components/trouble.js';
import { useMay, useSession } from '../../view/session.js';
import { useView } from '../../view/view.js';
import { words } from '../../words/words.js';
import { CodesCard } from './codes-card.js';
import { PasswordCard } from './password-card.js';
import { WhoCard } from './who-card.js';

const w = words.access.account;

/** Who one is here, and what protects the account. */
export function AccountPage() {
  const view = useView();
  const { kind } = useSession();
  return (
    <Page title={words.frame.pages.account} view={view} range={false} compare={false} filters={false}>
      <div className="grid12">{kind === 'member' ? <OfMember timeZone={view.timeZone} /> : <OfNobody />}</div>
    </Page>
  );
}

function OfMember({ timeZone }: { timeZone: string }) {
  const account = useQuery(accountQuery());
  if (account.error || !account.data) {
    return (
      <section className="card c12">
        {account.error ? (
          <Trouble error={account.error} retry={() => void account.refetch()} />
        ) : (
          <Skeleton height={160} />
        )}
      </section>
    );
  }
  const { member, hasPassword } = account.data;
  return (
    <>
      <WhoCard member={member} hasPassword={hasPassword} timeZone={timeZone} />
      {hasPassword && (
        <>
          <PasswordCard login={member.login} />
          <CodesCard isOn={member.secondFactor} />
        </>
      )}
    </>
  );
}

/** A link or a token: there is no account to speak of. */
function OfNobody() {
  const { name, kind } = useSession();
  const mayAdd = useMay('administer');
  return (
    <section className="card c12 grid gap-2 justify-items-start">
      <h2>{name}</h2>
      {kind === 'link' && <p className="quiet max-w-3xl">{w.link}</p>}
      {mayAdd && (
        <Link to="/members" search={{ member: 'new' }}>
          {w.toMembers}
        </Link>
      )}
    </section>
  );
}

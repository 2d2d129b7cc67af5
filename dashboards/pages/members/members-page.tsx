import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { membersQuery } from '../../api/access-queries.js';
import { Page } from '../../components/page.js';
import { ShownOnce } from '../../components/shown-once.js';
import { Skeleton } from '../../components/skeleton.js';
import { Trouble } from '../../components/trouble.js';
import { useView } from '../../view/view.js';
import { words } from '../../words/words.js';
import { AddMember } from './add-member.js';
import { MembersCard } from './members-card.js';
import { RightsCard } from './rights-card.js';
import type { Temporary } from './temporary.js';

const w = words.access.members;

/** Who may come in, as what, and what that means. */
export function MembersPage() {
  const view = useView();
  const { member: opened } = useSearch({ from: '/members' });
  const members = useQuery(membersQuery());
  const [temporary, setTemporary] = useState<Temporary | null>(null);
  return (
    <Page title={words.frame.pages.members} view={view} range={false} compare={false} filters={false}>
      <div className="grid12">
        {temporary && (
          <ShownOnce
            key={temporary.password}
            title={w.temporary(temporary.name)}
            words={w.temporaryWords}
            secret={temporary.password}
            done={() => {
              setTemporary(null);
            }}
          />
        )}
        {opened === 'new' && <AddMember onTemporary={setTemporary} />}
        {members.data ? (
          <>
            <MembersCard
              members={members.data.members}
              opened={opened}
              timeZone={view.timeZone}
              onTemporary={setTemporary}
            />
            <RightsCard rights={members.data.rights} />
          </>
        ) : (
          <section className="card c12">
            {members.error ? (
              <Trouble error={members.error} retry={() => void members.refetch()} />
            ) : (
              <Skeleton height={240} />
            )}
          </section>
        )}
      </div>
    </Page>
  );
}

import type { Member } from '../../api/generated/types.gen.js';
import { issuerInWords } from '../../figures/access.js';
import { sourceOfRoles } from '../../figures/source-of-roles.js';
import { formatMoment } from '../../format/date.js';
import { useSession } from '../../view/session.js';
import { words } from '../../words/words.js';

const w = words.access.account;

interface WhoCardProps {
  readonly member: Member;
  readonly hasPassword: boolean;
  readonly timeZone: string;
}

/** Name, roles and teams, and who decides about them. */
export function WhoCard({ member, hasPassword, timeZone }: WhoCardProps) {
  const { teams } = useSession();
  const issuer = issuerInWords(member.issuer);
  const facts = [
    [w.name, member.name],
    [w.login, member.login],
    [w.email, member.email ?? words.access.none],
    [w.roles, member.roles.map((role) => words.access.roles.names[role]).join(', ') || w.noRoles],
    [w.teams, teams === null ? w.allTeams : teams.join(', ') || w.noTeams],
    [w.source, sourceOfRoles(member)],
    [w.lastSignIn, member.lastSignInAt === null ? words.access.none : formatMoment(member.lastSignInAt, timeZone)],
  ] as const;
  return (
    <section className="card c12">
      <header>
        <h2>{w.who}</h2>
      </header>
      <dl className="kv max-w-md">
        {facts.map(([name, value]) => (
          <div key={name} className="contents">
            <dt>{name}</dt>
            <dd className="!text-left [overflow-wrap:anywhere]">{value}</dd>
          </div>
        ))}
      </dl>
      {!hasPassword && <p className="quiet mt-3">{w.elsewhere(issuer)}</p>}
    </section>
  );
}

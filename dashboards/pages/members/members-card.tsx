import { Fragment } from 'react';
import type { Member } from '../../api/generated/types.gen.js';
import { StateWord } from '../../components/state-word.js';
import { Triangle } from '../../components/triangle.js';
import { memberState, membersInOrder, TONE_OF_MEMBER } from '../../figures/access.js';
import { sourceOfRoles } from '../../figures/source-of-roles.js';
import { formatMoment } from '../../format/date.js';
import { useSetSearch } from '../../view/search.js';
import { words } from '../../words/words.js';
import { ChangeMember } from './change-member.js';
import type { Temporary } from './temporary.js';

const w = words.access.members;
const COLUMNS = [
  w.columns.name,
  w.columns.roles,
  w.columns.teams,
  w.columns.source,
  w.columns.secondFactor,
  w.columns.lastSignIn,
  w.columns.state,
];

interface MembersCardProps {
  readonly members: readonly Member[];
  readonly opened: string | undefined;
  readonly timeZone: string;
  readonly onTemporary: (temporary: Temporary) => void;
}

/** Everybody who may come in, and those who may no more. A row opens to be changed. */
export function MembersCard({ members, opened, timeZone, onTemporary }: MembersCardProps) {
  const setSearch = useSetSearch();
  const active = members.filter((member) => member.disabledAt === null).length;
  return (
    <section className="card flush c12">
      <header>
        <h2>{w.title}</h2>
        {members.length > 0 && <span className="faint small">{w.count(active, members.length)}</span>}
        <span className="push">
          <button
            type="button"
            className="btn sm"
            onClick={() => {
              setSearch({ member: 'new' });
            }}
          >
            {w.add}
          </button>
        </span>
      </header>
      <p className="px-4 pb-3 quiet">{members.length === 0 ? w.none : w.lead}</p>
      {members.length > 0 && (
        <div className="scroll" tabIndex={0} role="region" aria-label={w.title}>
          <table className="table">
            <thead>
              <tr>
                {COLUMNS.map((title) => (
                  <th key={title} scope="col">
                    {title}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {membersInOrder(members).map((member) => {
                const isOpen = member.memberId === opened;
                return (
                  <Fragment key={member.memberId}>
                    <MemberRow
                      member={member}
                      isOpen={isOpen}
                      timeZone={timeZone}
                      toggle={() => {
                        setSearch({ member: isOpen ? undefined : member.memberId }, 'replace');
                      }}
                    />
                    {isOpen && (
                      <tr className="opened-row">
                        <td colSpan={COLUMNS.length}>
                          <ChangeMember member={member} onTemporary={onTemporary} />
                        </td>
                      </tr>
                    )}
                  </Fragment>
                );
              })}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

interface MemberRowProps {
  readonly member: Member;
  readonly isOpen: boolean;
  readonly timeZone: string;
  readonly toggle: () => void;
}

function MemberRow({ member, isOpen, timeZone, toggle }: MemberRowProps) {
  const { name, login, email, roles, teams, secondFactor, lastSignInAt } = member;
  const state = memberState(member);
  const called = [login, email].filter((one) => one !== null && one !== name);
  return (
    <tr className={member.disabledAt === null ? '' : 'aside'}>
      <th scope="row">
        <button type="button" className="cell text-left" aria-expanded={isOpen} onClick={toggle}>
          <span className="twist">
            <Triangle to={isOpen ? 'down' : 'right'} />
          </span>
          <span>
            <span className="strong block">{name}</span>
            {called.length > 0 && <span className="small quiet block">{[...new Set(called)].join(' · ')}</span>}
          </span>
        </button>
      </th>
      <td className="whitespace-nowrap">
        {roles.map((role) => words.access.roles.names[role]).join(', ') || words.access.account.noRoles}
      </td>
      <td className="min-w-32">{teams.join(', ') || <span className="faint">{words.access.none}</span>}</td>
      <td className="quiet">{sourceOfRoles(member)}</td>
      <td>{secondFactor ? w.on : <span className="faint">{w.off}</span>}</td>
      <td className="whitespace-nowrap">{lastSignInAt === null ? w.never : formatMoment(lastSignInAt, timeZone)}</td>
      <td className="whitespace-nowrap">
        <StateWord tone={TONE_OF_MEMBER[state]}>{w.states[state]}</StateWord>
      </td>
    </tr>
  );
}

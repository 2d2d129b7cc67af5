import { useState } from 'react';
import { answerOf } from '../../api/answer.js';
import { changeMember } from '../../api/generated/sdk.gen.js';
import type { ChangeMemberData, Member } from '../../api/generated/types.gen.js';
import { Refused } from '../../components/refused.js';
import { RolesPicker } from '../../components/roles-picker.js';
import { TeamsField } from '../../components/teams-field.js';
import { TextField } from '../../components/text-field.js';
import { issuerInWords, LOCAL, namesIn } from '../../figures/access.js';
import { useChange } from '../../view/use-change.js';
import { words } from '../../words/words.js';
import { MemberOrders } from './member-orders.js';
import type { Temporary } from './temporary.js';

const w = words.access.members;

interface ChangeMemberProps {
  readonly member: Member;
  readonly onTemporary: (temporary: Temporary) => void;
}

/** What an administrator may change about a member. Only what was changed is sent, so that groups stay in charge of the rest. */
export function ChangeMember({ member, onTemporary }: ChangeMemberProps) {
  const [name, setName] = useState(member.name);
  const [roles, setRoles] = useState(member.roles);
  const [teams, setTeams] = useState(member.teams.join(', '));
  const change = useChange('members', (body: ChangeMemberData['body']) =>
    answerOf(changeMember({ path: { memberId: member.memberId }, body })),
  );
  const changed: ChangeMemberData['body'] = {
    ...(name.trim() !== member.name && { name: name.trim() }),
    ...(roles.join() !== member.roles.join() && { roles }),
    ...(namesIn(teams).toSorted().join() !== member.teams.join() && { teams: namesIn(teams) }),
  };
  const issuer = issuerInWords(member.issuer);
  return (
    <div className="grid gap-4">
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          change.mutate(changed);
        }}
      >
        {member.managedBy === 'groups' && <p className="quiet">{w.groups(issuer)}</p>}
        <div className="form-columns">
          <TextField label={w.name} required maxLength={200} value={name} onChange={setName} />
        </div>
        <RolesPicker value={roles} onChange={setRoles} />
        <TeamsField value={teams} onChange={setTeams} />
        <div className="flex gap-2 flex-wrap items-center">
          <button
            type="submit"
            className="btn primary"
            disabled={change.isPending || Object.keys(changed).length === 0}
          >
            {w.save}
          </button>
          {member.issuer !== LOCAL && member.managedBy === 'here' && (
            <button
              type="button"
              className="btn"
              title={w.followHint}
              onClick={() => {
                change.mutate({ managedBy: 'groups' });
              }}
            >
              {w.follow}
            </button>
          )}
          <span role="status" className="quiet">
            {change.isSuccess && Object.keys(changed).length === 0 ? w.saved : ''}
          </span>
        </div>
      </form>
      <Refused error={change.error} />
      <MemberOrders member={member} onTemporary={onTemporary} />
    </div>
  );
}

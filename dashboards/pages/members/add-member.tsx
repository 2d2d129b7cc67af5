import { useState } from 'react';
import { answerOf } from '../../api/answer.js';
import { addMember } from '../../api/generated/sdk.gen.js';
import { FormCard } from '../../components/form-card.js';
import { RolesPicker } from '../../components/roles-picker.js';
import { TeamsField } from '../../components/teams-field.js';
import { TextField } from '../../components/text-field.js';
import { namesIn, type Role } from '../../figures/access.js';
import { useSetSearch } from '../../view/search.js';
import { useChange } from '../../view/use-change.js';
import { words } from '../../words/words.js';
import type { Temporary } from './temporary.js';

const w = words.access.members;

/** A new account with a password here. */
export function AddMember({ onTemporary }: { onTemporary: (temporary: Temporary) => void }) {
  const setSearch = useSetSearch();
  const [login, setLogin] = useState('');
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [roles, setRoles] = useState<Role[]>(['viewer']);
  const [teams, setTeams] = useState('');
  const close = () => {
    setSearch({ member: undefined }, 'replace');
  };
  const add = useChange(
    'members',
    () =>
      answerOf(
        addMember({
          body: { login, name, email: email.trim() === '' ? null : email.trim(), roles, teams: namesIn(teams) },
        }),
      ),
    ({ member, temporaryPassword }) => {
      onTemporary({ name: member.name, password: temporaryPassword });
      close();
    },
  );
  return (
    <FormCard
      title={w.add}
      send={w.create}
      cancel={w.cancel}
      isSending={add.isPending}
      error={add.error}
      onSend={() => {
        add.mutate(undefined);
      }}
      onCancel={close}
    >
      <div className="form-columns">
        <TextField
          label={w.login}
          autoComplete="off"
          required
          maxLength={320}
          takesFocus
          value={login}
          onChange={setLogin}
        />
        <TextField label={w.name} autoComplete="off" required maxLength={200} value={name} onChange={setName} />
        <TextField label={w.email} type="email" autoComplete="off" value={email} onChange={setEmail} />
      </div>
      <RolesPicker value={roles} onChange={setRoles} />
      {roles.includes('viewer') && <TeamsField value={teams} onChange={setTeams} />}
    </FormCard>
  );
}

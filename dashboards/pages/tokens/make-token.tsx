import { useState } from 'react';
import { answerOf } from '../../api/answer.js';
import { makeToken } from '../../api/generated/sdk.gen.js';
import { FormCard } from '../../components/form-card.js';
import { RolesPicker } from '../../components/roles-picker.js';
import { Segments } from '../../components/segments.js';
import { TeamsField } from '../../components/teams-field.js';
import { TextField } from '../../components/text-field.js';
import { namesIn } from '../../figures/access.js';
import { useSetSearch } from '../../view/search.js';
import { useSession } from '../../view/session.js';
import { useChange } from '../../view/use-change.js';
import { words } from '../../words/words.js';

const w = words.access.tokens;
const SPANS = ['7', '30', '90', '180', '365'] as const;

/** A token of some of one's own roles. It begins with all of them and the usual 90 days. */
export function MakeToken({ onMade }: { onMade: (made: { name: string; token: string }) => void }) {
  const setSearch = useSetSearch();
  const { roles: own } = useSession();
  const [name, setName] = useState('');
  const [roles, setRoles] = useState(own);
  const [teams, setTeams] = useState('');
  const [days, setDays] = useState<(typeof SPANS)[number]>('90');
  const close = () => {
    setSearch({ add: undefined }, 'replace');
  };
  const make = useChange(
    'tokens',
    () => {
      const limited = namesIn(teams);
      const body = { name, roles, expiresInDays: Number(days), ...(limited.length > 0 && { teams: limited }) };
      return answerOf(makeToken({ body }));
    },
    ({ token }) => {
      onMade({ name, token });
      close();
    },
  );
  return (
    <FormCard
      title={w.add}
      send={w.create}
      cancel={w.cancel}
      isSending={make.isPending}
      error={make.error}
      onSend={() => {
        make.mutate(undefined);
      }}
      onCancel={close}
    >
      <div className="form-columns">
        <TextField
          label={w.name}
          placeholder={w.placeholder}
          autoComplete="off"
          required
          maxLength={100}
          takesFocus
          value={name}
          onChange={setName}
        />
      </div>
      <RolesPicker value={roles} offered={own} onChange={setRoles} />
      <TeamsField label={w.teams} hint={w.teamsHint} value={teams} onChange={setTeams} />
      <div className="tools">
        <span className="lab">
          {w.expires}
          <Segments
            label={w.expires}
            value={days}
            segments={SPANS.map((value) => ({ value, label: w.days(Number(value)) }))}
            onChange={setDays}
          />
        </span>
      </div>
    </FormCard>
  );
}

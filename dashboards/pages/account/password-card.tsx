import { useState } from 'react';
import { answerOf } from '../../api/answer.js';
import { changePassword } from '../../api/generated/sdk.gen.js';
import { isAgreed, NewPasswordFields, NO_PASSWORD } from '../../components/new-password-fields.js';
import { Refused } from '../../components/refused.js';
import { TextField } from '../../components/text-field.js';
import { useChange } from '../../view/use-change.js';
import { words } from '../../words/words.js';

const w = words.access.account;

/** Another password. Whoever sits before an open session has to know the present one. */
export function PasswordCard({ login }: { login: string }) {
  const [current, setCurrent] = useState('');
  const [chosen, setChosen] = useState(NO_PASSWORD);
  const change = useChange(
    'account',
    () => answerOf(changePassword({ body: { currentPassword: current, newPassword: chosen.first } })),
    () => {
      setCurrent('');
      setChosen(NO_PASSWORD);
    },
  );
  return (
    <form
      className="card c6 grid gap-3 content-start"
      onSubmit={(event) => {
        event.preventDefault();
        if (isAgreed(chosen)) change.mutate(undefined);
      }}
    >
      <h2>{w.password}</h2>
      <p className="quiet">{w.changeHint}</p>
      {/* For password managers, which ask whose password it is. */}
      <input type="text" name="username" autoComplete="username" value={login} readOnly hidden />
      <TextField
        label={w.current}
        type="password"
        autoComplete="current-password"
        required
        value={current}
        onChange={setCurrent}
      />
      <NewPasswordFields value={chosen} onChange={setChosen} />
      <Refused error={change.error} />
      <button
        type="submit"
        className="btn primary justify-self-start"
        disabled={change.isPending || current === '' || !isAgreed(chosen)}
      >
        {w.change}
      </button>
      <p role="status" className="quiet">
        {change.isSuccess && current === '' ? w.changed : ''}
      </p>
    </form>
  );
}

import { useState } from 'react';
import { answerOf } from '../../api/answer.js';
import { enrolCodes, removeCodes } from '../../api/generated/sdk.gen.js';
import type { CodeEnrolment } from '../../api/generated/types.gen.js';
import { Refused } from '../../components/refused.js';
import { StateWord } from '../../components/state-word.js';
import { TextField } from '../../components/text-field.js';
import { useChange } from '../../view/use-change.js';
import { words } from '../../words/words.js';
import { ConfirmCodes } from './confirm-codes.js';

const w = words.access.account;

/** One-time codes as a second factor: set up, set up anew, or switched off, each with the password. */
export function CodesCard({ isOn }: { isOn: boolean }) {
  const [password, setPassword] = useState('');
  const [enrolment, setEnrolment] = useState<CodeEnrolment | null>(null);
  const [done, setDone] = useState('');
  const body = { currentPassword: password };
  const enrol = useChange(
    'account',
    () => answerOf(enrolCodes({ body })),
    (proposed) => {
      setPassword('');
      setDone('');
      setEnrolment(proposed);
    },
  );
  const remove = useChange(
    'account',
    () => answerOf(removeCodes({ body })),
    () => {
      setPassword('');
      setDone(w.removed);
    },
  );
  if (enrolment) {
    return (
      <ConfirmCodes
        enrolment={enrolment}
        onEnd={(confirmed) => {
          setEnrolment(null);
          setDone(confirmed ? w.confirmed : '');
        }}
      />
    );
  }
  return (
    <form
      className="card c6 grid gap-3 content-start"
      onSubmit={(event) => {
        event.preventDefault();
        enrol.mutate(undefined);
      }}
    >
      <h2>{w.codes}</h2>
      <p>
        <StateWord tone={isOn ? 'ok' : 'unknown'}>{isOn ? w.on : w.off}</StateWord>{' '}
        <span className="quiet">{isOn ? w.codesOn : w.codesOff}</span>
      </p>
      <TextField
        label={w.current}
        type="password"
        autoComplete="current-password"
        required
        value={password}
        onChange={setPassword}
      />
      <Refused error={enrol.error ?? remove.error} />
      <div className="flex gap-2 flex-wrap">
        <button type="submit" className="btn primary" disabled={enrol.isPending || password === ''}>
          {isOn ? w.enrolAnew : w.enrol}
        </button>
        {isOn && (
          <button
            type="button"
            className="btn"
            disabled={remove.isPending || password === ''}
            onClick={() => {
              remove.mutate(undefined);
            }}
          >
            {w.remove}
          </button>
        )}
      </div>
      <p role="status" className="quiet">
        {done}
      </p>
    </form>
  );
}

import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { answerOf } from '../../api/answer.js';
import { signInWithNewPassword } from '../../api/generated/sdk.gen.js';
import { isAgreed, NewPasswordFields, NO_PASSWORD } from '../../components/new-password-fields.js';
import { words } from '../../words/words.js';
import { SignInError } from './sign-in-error.js';
import type { NextStep } from './next-step.js';

const w = words.access.signIn;

/** A password of one's own in place of the temporary one. */
export function NewPasswordStep({ next, again }: { next: NextStep; again: () => void }) {
  const [chosen, setChosen] = useState(NO_PASSWORD);
  const send = useMutation({
    mutationFn: () => answerOf(signInWithNewPassword({ body: { password: chosen.first } })),
    onSuccess: (answer) => {
      next(answer.next);
    },
  });
  return (
    <form
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (isAgreed(chosen)) send.mutate();
      }}
    >
      <h1>{w.newPassword.title}</h1>
      <p className="quiet">{w.newPassword.explain}</p>
      <NewPasswordFields value={chosen} onChange={setChosen} takesFocus />
      <SignInError error={send.error} />
      <div className="flex gap-2 flex-wrap">
        <button type="submit" className="btn primary" disabled={send.isPending || !isAgreed(chosen)}>
          {w.newPassword.go}
        </button>
        <button type="button" className="btn plain" onClick={again}>
          {w.beginAgain}
        </button>
      </div>
    </form>
  );
}

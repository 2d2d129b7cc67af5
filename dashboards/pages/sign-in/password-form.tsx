import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { answerOf } from '../../api/answer.js';
import { signInWithPassword } from '../../api/generated/sdk.gen.js';
import { TextField } from '../../components/text-field.js';
import { words } from '../../words/words.js';
import type { NextStep } from './next-step.js';
import { SignInError } from './sign-in-error.js';

const w = words.access.signIn;

/** Name and password. */
export function PasswordForm({ next, isFirst }: { next: NextStep; isFirst: boolean }) {
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const send = useMutation({
    mutationFn: () => answerOf(signInWithPassword({ body: { login, password } })),
    onSuccess: (answer) => {
      next(answer.next);
    },
  });
  return (
    <form
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        send.mutate();
      }}
    >
      <TextField
        label={w.login}
        autoComplete="username"
        required
        maxLength={320}
        takesFocus={isFirst}
        value={login}
        onChange={setLogin}
      />
      <TextField
        label={w.password}
        type="password"
        autoComplete="current-password"
        required
        value={password}
        onChange={setPassword}
      />
      <SignInError error={send.error} />
      <button type="submit" className="btn primary justify-center" disabled={send.isPending}>
        {send.isPending ? w.going : w.go}
      </button>
      <p className="small quiet">{w.help}</p>
    </form>
  );
}

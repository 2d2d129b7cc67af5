import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { answerOf } from '../../api/answer.js';
import { signInWithCode } from '../../api/generated/sdk.gen.js';
import { TextField } from '../../components/text-field.js';
import { words } from '../../words/words.js';
import { SignInError } from './sign-in-error.js';
import type { NextStep } from './next-step.js';

const w = words.access.signIn;

/** The one-time code of an account that asks for one. */
export function CodeStep({ next, again }: { next: NextStep; again: () => void }) {
  const [code, setCode] = useState('');
  const send = useMutation({
    mutationFn: () => answerOf(signInWithCode({ body: { code: code.replaceAll(/\s/g, '') } })),
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
      <h1>{w.code.title}</h1>
      <p className="quiet">{w.code.explain}</p>
      <TextField
        label={w.code.label}
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={9}
        required
        takesFocus
        isMono
        value={code}
        onChange={setCode}
      />
      <SignInError error={send.error} />
      <div className="flex gap-2">
        <button type="submit" className="btn primary" disabled={send.isPending}>
          {w.code.go}
        </button>
        <button type="button" className="btn plain" onClick={again}>
          {w.beginAgain}
        </button>
      </div>
      <p className="small quiet">{w.code.help}</p>
    </form>
  );
}

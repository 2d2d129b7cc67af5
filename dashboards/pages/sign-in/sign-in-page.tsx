import { useState } from 'react';
import { CopyButton } from '../../components/copy-button.js';
import { Mark } from '../../components/mark.js';
import { words } from '../../words/words.js';
import { rememberAddress, signInPathOf } from './sign-in-link.js';

/** Says how to get in. The service prints a link that works once; it can be opened or pasted. */
export function SignInPage() {
  const [link, setLink] = useState('');
  const [wrong, setWrong] = useState(false);
  const w = words.frame.signIn;
  return (
    <main className="min-h-screen grid place-items-center mx-auto">
      <title>{`${w.title} · ${words.frame.product}`}</title>
      <form
        className="card grid gap-4 w-full max-w-md !p-6"
        onSubmit={(event) => {
          event.preventDefault();
          const path = signInPathOf(link);
          setWrong(path === null);
          if (path === null) return;
          rememberAddress(`${location.pathname}${location.search}`);
          location.assign(path);
        }}
      >
        <div className="flex items-center gap-2 strong text-accent [&>svg]:w-5">
          <Mark />
          <span className="text-ink">{words.frame.product}</span>
        </div>
        <h1>{w.title}</h1>
        <p className="quiet">{w.explain}</p>
        <label className="grid gap-1 small quiet">
          {w.paste}
          <input
            className="field w-full text-[13px]"
            value={link}
            placeholder={w.placeholder}
            aria-invalid={wrong}
            aria-describedby={wrong ? 'sign-in-wrong' : undefined}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => {
              setLink(event.target.value);
            }}
          />
        </label>
        {wrong && (
          <p id="sign-in-wrong" className="small text-alert" role="alert">
            {w.invalid}
          </p>
        )}
        <button type="submit" className="btn primary justify-self-start" disabled={link.trim() === ''}>
          {w.go}
        </button>
        <div className="small quiet grid gap-1">
          {w.another}
          <span className="flex items-center gap-1">
            <code className="mono">{w.command}</code>
            <CopyButton text={w.command} what={w.command} />
          </span>
        </div>
      </form>
    </main>
  );
}

import { useState } from 'react';
import { CopyButton } from '../../components/copy-button.js';
import { TextField } from '../../components/text-field.js';
import { words } from '../../words/words.js';
import { rememberAddress, returnToOf, signInPathOf } from './sign-in-link.js';

const w = words.access.signIn.link;

/** The link that the service prints: it works once, and can be opened or pasted. */
export function LinkForm() {
  const [link, setLink] = useState('');
  const [wrong, setWrong] = useState(false);
  return (
    <form
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        const path = signInPathOf(link);
        setWrong(path === null);
        if (path === null) return;
        rememberAddress(returnToOf(location));
        location.assign(path);
      }}
    >
      <p className="quiet">{w.explain}</p>
      <TextField
        label={w.paste}
        placeholder={w.placeholder}
        autoComplete="off"
        value={link}
        onChange={setLink}
        wrong={wrong ? w.invalid : undefined}
      />
      <button type="submit" className="btn justify-self-start" disabled={link.trim() === ''}>
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
  );
}

import { useState } from 'react';
import { words } from '../words/words.js';
import { Icon } from './icon.js';

/** Copies the address: it holds everything that is seen. */
export function ShareButton() {
  const [copied, setCopied] = useState(false);
  return (
    <button
      type="button"
      className="btn plain only-wide"
      onClick={() => {
        void navigator.clipboard.writeText(location.href).then(() => {
          setCopied(true);
          setTimeout(() => {
            setCopied(false);
          }, 2_000);
        });
      }}
    >
      <Icon name={copied ? 'check' : 'share'} />
      <span role="status">{copied ? words.frame.linkCopied : words.frame.share}</span>
    </button>
  );
}

import { useState } from 'react';
import { words } from '../words/words.js';
import { copyText } from './copy-text.js';
import { Icon } from './icon.js';

const SAID_MS = 2_000;

/** Copies the address: it holds everything that is seen. */
export function ShareButton() {
  const [isCopied, setIsCopied] = useState(false);
  const copy = async () => {
    setIsCopied(await copyText(location.href));
    setTimeout(() => {
      setIsCopied(false);
    }, SAID_MS);
  };
  return (
    <>
      <button type="button" className="btn plain only-wide" onClick={() => void copy()}>
        <Icon name={isCopied ? 'check' : 'share'} />
        {isCopied ? words.frame.linkCopied : words.frame.share}
      </button>
      <span className="sr-only" role="status">
        {isCopied ? words.frame.linkCopied : ''}
      </span>
    </>
  );
}

import { useEffect, useState } from 'react';
import { words } from '../words/words.js';
import { copyText } from './copy-text.js';
import { Icon } from './icon.js';

/** Copies a text and says so. */
export function CopyButton({ text, what }: { text: string; what: string }) {
  const [done, setDone] = useState(false);
  useEffect(() => {
    if (!done) return undefined;
    const timer = setTimeout(() => {
      setDone(false);
    }, 1_500);
    return () => {
      clearTimeout(timer);
    };
  }, [done]);
  const copy = async () => {
    setDone(await copyText(text));
  };
  return (
    <button type="button" className="btn plain sm icon" aria-label={words.frame.copy(what)} onClick={() => void copy()}>
      <Icon name={done ? 'check' : 'copy'} />
      <span className="sr-only" role="status">
        {done ? words.frame.copied : ''}
      </span>
    </button>
  );
}

/** A long identifier, shortened in the middle, whole on hover, with a button that copies all of it. */
export function LongId({ id, what, head = 8, tail = 6 }: { id: string; what: string; head?: number; tail?: number }) {
  const short = id.length <= head + tail + 1 ? id : `${id.slice(0, head)}…${id.slice(-tail)}`;
  return (
    <span className="inline-flex items-center gap-0.5 whitespace-nowrap">
      <span className="mono" title={id}>
        {short}
      </span>
      <CopyButton text={id} what={what} />
    </span>
  );
}

import { useEffect, useRef } from 'react';
import { words } from '../words/words.js';
import { CopyButton } from './copy-button.js';

interface ShownOnceProps {
  readonly title: string;
  readonly words: string;
  readonly secret: string;
  readonly done: () => void;
}

/** A secret that the service will never tell again. It stays until its reader says that they have it. */
export function ShownOnce({ title, words: explanation, secret, done }: ShownOnceProps) {
  const card = useRef<HTMLElement>(null);
  useEffect(() => {
    card.current?.focus();
  }, []);
  return (
    <section ref={card} tabIndex={-1} className="card c12 keeping warn grid gap-2" aria-label={title}>
      <h2>{title}</h2>
      <p className="quiet max-w-3xl">{explanation}</p>
      <div className="to-copy">
        <code className="code">{secret}</code>
        <CopyButton text={secret} what={title} />
      </div>
      <p className="small quiet">{words.access.once.copy}</p>
      <button type="button" className="btn justify-self-start" onClick={done}>
        {words.access.once.done}
      </button>
    </section>
  );
}

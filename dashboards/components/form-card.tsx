import type { ReactNode } from 'react';
import { Refused } from './refused.js';

interface FormCardProps {
  readonly title: string;
  /** The button that sends it. */
  readonly send: string;
  readonly cancel: string;
  readonly isSending: boolean;
  /** Why it was refused, when it was sent. */
  readonly error: Error | null;
  readonly onSend: () => void;
  readonly onCancel: () => void;
  readonly children: ReactNode;
}

/** A form that makes one thing and then closes. */
export function FormCard({ title, send, cancel, isSending, error, onSend, onCancel, children }: FormCardProps) {
  return (
    <form
      className="card c12 grid gap-4"
      aria-label={title}
      onSubmit={(event) => {
        event.preventDefault();
        onSend();
      }}
    >
      <h2>{title}</h2>
      {children}
      <Refused error={error} />
      <div className="flex gap-2 flex-wrap">
        <button type="submit" className="btn primary" disabled={isSending}>
          {send}
        </button>
        <button type="button" className="btn" onClick={onCancel}>
          {cancel}
        </button>
      </div>
    </form>
  );
}

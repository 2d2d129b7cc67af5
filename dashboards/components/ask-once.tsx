import { AlertDialog } from 'radix-ui';
import type { ReactNode } from 'react';

interface AskOnceProps {
  readonly button: ReactNode;
  readonly isPrimary?: boolean;
  readonly isDisabled?: boolean;
  readonly title: string;
  readonly words: string;
  readonly yes: string;
  readonly no: string;
  readonly onYes: () => void;
}

/** A button for what cannot be taken back: it says what follows, and asks once. */
export function AskOnce({ button, isPrimary = false, isDisabled = false, title, words, yes, no, onYes }: AskOnceProps) {
  return (
    <AlertDialog.Root>
      <AlertDialog.Trigger className={`btn ${isPrimary ? 'primary' : ''}`} disabled={isDisabled}>
        {button}
      </AlertDialog.Trigger>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className="scrim" />
        <AlertDialog.Content className="ask">
          <AlertDialog.Title>{title}</AlertDialog.Title>
          <AlertDialog.Description className="quiet">{words}</AlertDialog.Description>
          <div className="answers">
            <AlertDialog.Cancel className="btn">{no}</AlertDialog.Cancel>
            <AlertDialog.Action className="btn primary" onClick={onYes}>
              {yes}
            </AlertDialog.Action>
          </div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}

import { Popover } from 'radix-ui';
import { useCallback, useState, type ReactNode } from 'react';
import type { Face } from './deferred.js';
import { PopCloseContext } from './pop-close.js';

export interface PopProps {
  readonly face: Face;
  readonly label: string;
  readonly align?: 'start' | 'end';
  /** The content; it is mounted anew each time the popover opens, and may close it (see usePopClose). */
  readonly content: ReactNode;
}

/** A button with a popover. It is first drawn when it was asked for, so it begins open. */
export function Pop({ face, label, align = 'start', content }: PopProps) {
  const [open, setOpen] = useState(true);
  const close = useCallback(() => {
    setOpen(false);
  }, []);
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger className={face.className} title={face.title} aria-label={face.label}>
        {face.children}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className="pop" align={align} sideOffset={4} collisionPadding={8} aria-label={label}>
          <PopCloseContext value={close}>{content}</PopCloseContext>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

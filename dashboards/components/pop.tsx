import { Popover } from 'radix-ui';
import { useState, type ReactNode } from 'react';
import type { Face } from './deferred.js';

export interface PopProps {
  readonly face: Face;
  readonly label: string;
  readonly align?: 'start' | 'end';
  /** The content; it is made anew each time the popover opens. */
  readonly content: (close: () => void) => ReactNode;
}

/** A button with a popover. It is first drawn when it was asked for, so it begins open. */
export function Pop({ face, label, align = 'start', content }: PopProps) {
  const [open, setOpen] = useState(true);
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger className={face.className} title={face.title} aria-label={face.label}>
        {face.children}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className="pop" align={align} sideOffset={4} collisionPadding={8} aria-label={label}>
          {content(() => {
            setOpen(false);
          })}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

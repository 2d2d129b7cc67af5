import { Dialog } from 'radix-ui';
import type { ReactNode } from 'react';
import { words } from '../words/words.js';

/** The navigation over the page, on a narrow screen. */
export function MenuDialog({ close, children }: { close: () => void; children: ReactNode }) {
  return (
    <Dialog.Root
      open
      onOpenChange={(open) => {
        if (!open) close();
      }}
    >
      <Dialog.Portal>
        <Dialog.Overlay className="scrim" />
        <Dialog.Content className="drawer-nav" aria-describedby={undefined}>
          <Dialog.Title className="sr-only">{words.frame.menu}</Dialog.Title>
          {children}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

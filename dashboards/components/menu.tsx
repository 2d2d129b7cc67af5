import { useLocation } from '@tanstack/react-router';
import { Dialog } from 'radix-ui';
import { createContext, useContext, useState, type ReactNode } from 'react';
import { words } from '../words/words.js';
import { Icon } from './icon.js';

/** On a narrow screen the navigation is behind this button. */
export function MenuButton() {
  const openMenu = useContext(MenuContext);
  return (
    <button type="button" className="btn icon only-narrow" aria-label={words.frame.menu} aria-haspopup="dialog" onClick={openMenu}>
      <Icon name="menu" />
    </button>
  );
}

const MenuContext = createContext<() => void>(() => undefined);

/** Opens over the page, and closes when a page is chosen. */
export function WithMenu({ navigation, children }: { navigation: ReactNode; children: ReactNode }) {
  const path = useLocation({ select: (location) => location.pathname });
  const [openOn, setOpenOn] = useState<string | null>(null);
  return (
    <MenuContext
      value={() => {
        setOpenOn(path);
      }}
    >
      {children}
      <Dialog.Root
        open={openOn === path}
        onOpenChange={(open) => {
          setOpenOn(open ? path : null);
        }}
      >
        <Dialog.Portal>
          <Dialog.Overlay className="scrim" />
          <Dialog.Content className="drawer-nav" aria-describedby={undefined}>
            <Dialog.Title className="sr-only">{words.frame.menu}</Dialog.Title>
            {navigation}
          </Dialog.Content>
        </Dialog.Portal>
      </Dialog.Root>
    </MenuContext>
  );
}

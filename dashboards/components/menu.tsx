import { useLocation } from '@tanstack/react-router';
import { createContext, lazy, Suspense, useCallback, useContext, useState, type ReactNode } from 'react';
import { words } from '../words/words.js';
import { Icon } from './icon.js';

/** On a narrow screen the navigation is behind this button. */
export function MenuButton() {
  const openMenu = useContext(MenuContext);
  return (
    <button
      type="button"
      className="btn icon only-narrow"
      aria-label={words.frame.menu}
      aria-haspopup="dialog"
      onClick={openMenu}
    >
      <Icon name="menu" />
    </button>
  );
}

const MenuDialog = lazy(() => import('./menu-dialog.js').then((dialog) => ({ default: dialog.MenuDialog })));
const MenuContext = createContext<() => void>(() => undefined);

/** Opens over the page, and closes when a page is chosen. */
export function WithMenu({ navigation, children }: { navigation: ReactNode; children: ReactNode }) {
  const path = useLocation({ select: (location) => location.pathname });
  const [openOn, setOpenOn] = useState<string | null>(null);
  const openMenu = useCallback(() => {
    setOpenOn(path);
  }, [path]);
  return (
    <MenuContext value={openMenu}>
      {children}
      {openOn === path && (
        <Suspense>
          <MenuDialog
            close={() => {
              setOpenOn(null);
            }}
          >
            {navigation}
          </MenuDialog>
        </Suspense>
      )}
    </MenuContext>
  );
}

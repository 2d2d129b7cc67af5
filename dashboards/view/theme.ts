import { useSyncExternalStore } from 'react';

export const THEMES = ['system', 'light', 'dark'] as const;
type Theme = (typeof THEMES)[number];

/** The same key as in theme.js, which applies the choice before the first paint. */
const KEY = 'ledgerline.theme';
const systemIsDark = matchMedia('(prefers-color-scheme: dark)');
const listeners = new Set<() => void>();

function chosenTheme(): Theme {
  return THEMES.find((theme) => theme === document.documentElement.dataset['theme']) ?? 'system';
}

/** Anything that is not a theme means the system's. */
export function setTheme(name: string): void {
  const root = document.documentElement;
  if (name === 'light' || name === 'dark') root.dataset['theme'] = name;
  else delete root.dataset['theme'];
  try {
    localStorage.setItem(KEY, name);
  } catch {
    // Storage may be forbidden; the choice then lasts as long as the page.
  }
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  systemIsDark.addEventListener('change', listener);
  return () => {
    listeners.delete(listener);
    systemIsDark.removeEventListener('change', listener);
  };
}

/** The chosen theme and the one that is seen, which charts need: a canvas does not follow style sheets. */
export function useTheme(): { chosen: Theme; shown: 'light' | 'dark' } {
  const [chosen, shown] = useSyncExternalStore(
    subscribe,
    () => `${chosenTheme()} ${systemIsDark.matches ? 'dark' : 'light'}`,
  ).split(' ');
  const theme = THEMES.find((name) => name === chosen) ?? 'system';
  return { chosen: theme, shown: theme === 'system' ? (shown === 'dark' ? 'dark' : 'light') : theme };
}

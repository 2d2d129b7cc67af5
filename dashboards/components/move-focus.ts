import type { KeyboardEvent } from 'react';

/** Arrows move the focus through the lines of a menu that also holds other controls. */
export function moveFocus(event: KeyboardEvent<HTMLElement>, selector: string): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const lines = [...event.currentTarget.querySelectorAll<HTMLElement>(selector)];
  const at = lines.findIndex((line) => line === document.activeElement);
  const next = event.key === 'ArrowDown' ? at + 1 : at <= 0 ? lines.length - 1 : at - 1;
  lines[next % lines.length]?.focus();
  event.preventDefault();
}

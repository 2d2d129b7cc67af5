/** What a reader does to look elsewhere. */
const MOVES = ['wheel', 'touchstart', 'pointerdown', 'keydown'] as const;

/**
 * Brings what an address points at into view, and holds it there while what stands above it is still loading, until the reader
 * moves on. It waits for a frame: after a click the router first scrolls to the top. For a `ref`.
 */
export function keepInView(element: HTMLElement | null): (() => void) | undefined {
  if (element === null) return undefined;
  const center = () => {
    element.scrollIntoView({ block: 'center' });
  };
  const frame = requestAnimationFrame(center);
  const observer = new ResizeObserver(center);
  observer.observe(document.body);
  const stop = () => {
    cancelAnimationFrame(frame);
    observer.disconnect();
    for (const move of MOVES) removeEventListener(move, stop);
  };
  for (const move of MOVES) addEventListener(move, stop, { passive: true });
  return stop;
}

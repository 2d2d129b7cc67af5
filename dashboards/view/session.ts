import { createContext, useContext } from 'react';
import type { SessionAnswer } from '../api/generated/types.gen.js';

export type Right = SessionAnswer['rights'][number];

/** Who is asking; there before any page is shown. */
export const SessionContext = createContext<SessionAnswer | null>(null);

export function useSession(): SessionAnswer {
  const session = useContext(SessionContext);
  if (!session) throw new Error('a page was shown before the service had been asked who is asking');
  return session;
}

/** Whether the caller has a right: what they may not is not offered, and not asked for. */
export function useMay(right: Right): boolean {
  return useSession().rights.includes(right);
}

/** Why the caller may not, in the service's words; null when they may. */
export function useRefusal(right: Right): string | null {
  return useSession().missing.find((missing) => missing.right === right)?.words ?? null;
}

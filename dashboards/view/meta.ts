import { createContext, useContext } from 'react';
import type { MetaAnswer } from '../api/generated/types.gen.js';

/** What the service says about itself; there before any page is shown. */
export const MetaContext = createContext<MetaAnswer | null>(null);

export function useMeta(): MetaAnswer {
  const meta = useContext(MetaContext);
  if (!meta) throw new Error('a page was shown before the service had been asked what it is');
  return meta;
}

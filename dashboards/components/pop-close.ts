import { createContext, useContext } from 'react';

/** Closes the popover that a component stands in. */
export const PopCloseContext = createContext<() => void>(() => undefined);

export function usePopClose(): () => void {
  return useContext(PopCloseContext);
}

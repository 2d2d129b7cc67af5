import { createContext } from 'react';

/** The ids of the list in their order, for "previous" and "next" of the open request. */
export const RequestListContext = createContext<readonly string[]>([]);

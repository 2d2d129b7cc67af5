import type { ChoiceMenuProps } from './choice-menu.js';
import { deferred } from './deferred.js';
import type { PopProps } from './pop.js';

/** A button with a popover, see Pop. */
export const PopButton = deferred<PopProps>(() => import('./pop.js').then(({ Pop }) => ({ default: Pop })));

/** A button with a menu of choices, see ChoiceMenu. */
export const ChoiceButton = deferred<ChoiceMenuProps>(() =>
  import('./choice-menu.js').then(({ ChoiceMenu }) => ({ default: ChoiceMenu })),
);

import { deferred } from './deferred.js';

/** A button with a popover, see Pop. */
export const PopButton = deferred(() => import('./pop.js').then(({ Pop }) => ({ default: Pop })));

/** A button with a menu of choices, see ChoiceMenu. */
export const ChoiceButton = deferred(() => import('./choice-menu.js').then(({ ChoiceMenu }) => ({ default: ChoiceMenu })));

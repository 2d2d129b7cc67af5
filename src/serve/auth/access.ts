import { Reflector } from '@nestjs/core';
import type { Right } from './roles.js';

/** What is decided about a route: the right that it asks for, or that it answers everybody. */
export const Decision = Reflector.createDecorator<Right | 'everybody'>();

/** Asks for a right, on a controller or a route; the route's own word counts. A route without any answers nobody. */
export const Access = (right: Right) => Decision(right);

/** Answers without a session or token. */
export const Public = () => Decision('everybody');

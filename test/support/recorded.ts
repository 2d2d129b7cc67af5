import { readFileSync } from 'node:fs';
import type { Cloud } from '../../src/usage/cloud.js';

/** The text of a recorded entry of a cloud's log. */
export const recorded = (cloud: Cloud, name: string): string =>
  readFileSync(new URL(`../fixtures/${cloud}/${name}.json`, import.meta.url), 'utf8');

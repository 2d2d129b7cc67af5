import { access } from './en/access.js';
import { alerts } from './en/alerts.js';
import { coding } from './en/coding.js';
import { corrections } from './en/corrections.js';
import { costs } from './en/costs.js';
import { errors } from './en/errors.js';
import { figures } from './en/figures.js';
import { frame } from './en/frame.js';
import { health } from './en/health.js';
import { keeping } from './en/keeping.js';
import { overview } from './en/overview.js';
import { premium } from './en/premium.js';
import { requests } from './en/requests.js';
import { setUp } from './en/set-up.js';
import { throughput } from './en/throughput.js';
import { unpriced } from './en/unpriced.js';
import { whatIf } from './en/what-if.js';

/** English. Numbers as in the United States (the currency's home), dates day first with the month as a word. */
export const en = {
  locale: { language: 'en', numbers: 'en-US', dates: 'en-GB' },
  frame,
  access,
  figures,
  overview,
  costs,
  coding,
  corrections,
  premium,
  requests,
  alerts,
  errors,
  health,
  keeping,
  setUp,
  throughput,
  unpriced,
  whatIf,
};

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { priceBook } from '../../../src/price/price-book.js';
import { price } from '../../../src/price/price.js';
import { unloggedAnswerSchema } from '../../../src/serve/answers/unlogged.js';
import { MeterStore, type MeteredHour } from '../../../src/store/meters.store.js';
import { SettingsStore } from '../../../src/store/settings.store.js';
import { formatUsd, parseUsd } from '../../../src/usage/money.js';
import { HOUR_MS } from '../../../src/usage/window.js';
import { startServing, type Serving } from '../../support/serving.js';

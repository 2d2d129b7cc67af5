import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Pricing } from '../price/pricing.js';
import { FLAGS } from '../usage/flags.js';
import { metaAnswerSchema, type MetaAnswer } from './answers/meta.js';
import { Documented } from './documented.js';
import { noQuery, type NoQuery } from './query/query-schemas.js';
import { PRICING, SERVE_SETTINGS, type ServeSettings } from './serve.tokens.js';
import { Access } from './auth/access.js';

@ApiTags('meta')
@Access('self')
@Controller('api/v1/meta')
export class MetaController {
  constructor(
    @Inject(SERVE_SETTINGS) private readonly settings: ServeSettings,
    @Inject(PRICING) private readonly pricing: Pricing,
  ) {}

  @Get()
  @Documented('getMeta', 'What this installation is: version, zones, price book, words.', metaAnswerSchema, [])
  getMeta(@Query({ schema: noQuery }) _query: NoQuery): MetaAnswer {
    const { version, reportingTimeZone, builtTimeZones, demo, ledgerUrl } = this.settings;
    const { book, currencies } = this.pricing;
    return {
      version,
      reportingTimeZone,
      builtTimeZones: [...builtTimeZones],
      priceBook: { version: book.version, checkedOn: book.checkedOn, entries: book.entries },
      currencies: currencies.map(({ currency, rates }) => ({
        currency,
        from: rates[0]?.from ?? '',
        sources: [...new Set(rates.flatMap(({ source }) => source ?? []))],
      })),
      flags: FLAGS,
      demo,
      ledgerUrl,
    };
  }
}

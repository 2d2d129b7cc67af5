import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { priceBook } from '../price/price-book.js';
import { FLAGS } from '../usage/flags.js';
import { metaAnswerSchema, type MetaAnswer } from './answers/meta.js';
import { Documented } from './documented.js';
import { noQuery, type NoQuery } from './query/query-schemas.js';
import { SERVE_SETTINGS, type ServeSettings } from './serve.tokens.js';

@ApiTags('meta')
@Controller('api/v1/meta')
export class MetaController {
  constructor(@Inject(SERVE_SETTINGS) private readonly settings: ServeSettings) {}

  @Get()
  @Documented('getMeta', 'What this installation is: version, zones, price book, words.', metaAnswerSchema, [])
  getMeta(@Query({ schema: noQuery }) _query: NoQuery): MetaAnswer {
    const { version, reportingTimeZone, builtTimeZones, demo, ledgerUrl } = this.settings;
    return {
      version,
      reportingTimeZone,
      builtTimeZones: [...builtTimeZones],
      priceBook: { version: priceBook.version, checkedOn: priceBook.checkedOn, entries: priceBook.entries },
      flags: FLAGS,
      demo,
      ledgerUrl,
    };
  }
}

import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { unloggedAnswerSchema, type UnloggedAnswer } from './answers/unlogged.js';
import { Access } from './auth/access.js';
import { Documented } from './documented.js';
import { unloggedQuery, type UnloggedQuery } from './query/query-schemas.js';
import { QuestionReader } from './query/question.reader.js';
import { shapeUnlogged } from './shape-unlogged.js';
import { UnloggedHoursReader } from './unlogged-hours.reader.js';

@ApiTags('usage')
@Access('wholeFigures')
@Controller('api/v1/unlogged')
export class UnloggedController {
  constructor(
    @Inject(QuestionReader) private readonly questions: QuestionReader,
    @Inject(UnloggedHoursReader) private readonly unlogged: UnloggedHoursReader,
  ) {}

  @Get()
  @Documented(
    'getUnlogged',
    'Usage that a cloud metered and no log tells of, priced, with its likely cause.',
    unloggedAnswerSchema,
  )
  async getUnlogged(@Query({ schema: unloggedQuery }) query: UnloggedQuery): Promise<UnloggedAnswer> {
    const asked = this.questions.readOfEverybody(query);
    const bucket = query.bucket ?? 'none';
    const [{ range }, hours] = await Promise.all([
      this.questions.scope(asked, bucket),
      this.unlogged.read(asked.range),
    ]);
    return { range, ...shapeUnlogged(hours, BUCKET_OF[bucket]) };
  }
}

/** Meters count whole UTC hours, so that buckets are those of UTC. */
const BUCKET_OF = {
  none: () => null,
  hour: (at: number) => new Date(at).toISOString().replace('.000Z', 'Z'),
  day: (at: number) => new Date(at).toISOString().slice(0, 10),
} as const;

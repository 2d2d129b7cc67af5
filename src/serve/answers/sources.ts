import { z } from 'zod';
import { instant } from './measures.js';

const count = z.int().min(0);

export const sourceRunSchema = z
  .object({
    startedAt: instant,
    finishedAt: instant.nullable(),
    state: z.string(),
    purpose: z.string(),
    windowFrom: instant,
    windowTo: instant,
    read: count,
    new: count,
    duplicate: count,
    merged: count,
    ignored: count,
    rejected: count,
    unpriced: count,
    pages: count,
    bytes: count,
    error: z.string().nullable(),
    instance: z.string().nullable().describe('Which instance of the service read it.'),
  })
  .meta({ id: 'SourceRun', description: 'One window that was read, and what became of its records.' });

export const SOURCE_STATES = ['ok', 'collecting-history', 'postponed', 'late', 'failing', 'never-ran'] as const;
export type SourceState = (typeof SOURCE_STATES)[number];

export const sourceSchema = z
  .object({
    sourceId: z.string(),
    cloud: z.string(),
    kind: z.string(),
    accountId: z.string().nullable(),
    region: z.string().nullable(),
    logGroup: z.string().nullable(),
    bucket: z.string().nullable(),
    state: z.enum(SOURCE_STATES),
    words: z.string().describe('What is so, what it means, what to do.'),
    coveredFrom: instant.nullable().describe('Start of the earliest span that has been read.'),
    completeUpTo: instant.nullable().describe('End of the newest span that has been read.'),
    gaps: z.array(z.object({ from: instant, to: instant })).describe('What has not been read between the two.'),
    historyDays: count.describe('Days of history that the configuration asks for.'),
    historyDoneDays: z.number().min(0).describe('Days of them that have been read.'),
    lagSeconds: count.nullable().describe('Seconds from completeUpTo to now.'),
    lastRun: sourceRunSchema.nullable(),
    lastSuccessAt: instant.nullable(),
    lastError: z.string().nullable(),
    lastErrorAt: instant.nullable(),
    nextRunAt: instant
      .nullable()
      .describe('By its schedule, or later where its readings are spaced for what they are billed.'),
    scan: z
      .object({
        bytes: count.describe('What each reading is billed.'),
        bytesPerDay: count.describe('What all readings of a day may be billed: maximumBytesBilledPerDay.'),
        nextAt: instant.describe('Not read again before.'),
      })
      .nullable()
      .describe('Of a source whose every reading is billed for all there is, however short its window.'),
    schedule: z.string().describe('Cron expression.'),
    last24h: z.object({
      read: count,
      new: count,
      duplicate: count,
      ignored: count,
      rejected: count,
      pages: count,
      bytes: count,
    }),
  })
  .meta({ id: 'Source', description: 'A source of logs: how it stands and what it has read.' });
export type Source = z.infer<typeof sourceSchema>;

export const sourcesAnswerSchema = z
  .object({ sources: z.array(sourceSchema), completeUpTo: instant.nullable() })
  .meta({ id: 'SourcesAnswer' });
export type SourcesAnswer = z.infer<typeof sourcesAnswerSchema>;

export const watermarkAnswerSchema = z
  .object({ sources: z.array(sourceSchema.pick({ cloud: true, coveredFrom: true, completeUpTo: true, gaps: true })) })
  .meta({ id: 'WatermarkAnswer', description: 'How far what was collected reaches, source by source, without names.' });
export type WatermarkAnswer = z.infer<typeof watermarkAnswerSchema>;

export const sourceRunsAnswerSchema = z
  .object({ runs: z.array(sourceRunSchema) })
  .meta({ id: 'SourceRunsAnswer', description: 'Windows that a source read, the newest first.' });
export type SourceRunsAnswer = z.infer<typeof sourceRunsAnswerSchema>;

export const COVERAGE_STATES = ['complete', 'partial', 'missing', 'future'] as const;

export const coverageAnswerSchema = z
  .object({
    days: z.array(z.iso.date()).describe('Local dates of the time zone.'),
    sources: z.array(
      z
        .object({
          sourceId: z.string(),
          days: z.array(
            z
              .object({
                day: z.iso.date(),
                requests: count,
                collected: z.number().min(0).max(1).describe('Share of the day that has been read.'),
                state: z.enum(COVERAGE_STATES),
              })
              .meta({ id: 'CoverageDay' }),
          ),
        })
        .meta({ id: 'SourceCoverage' }),
    ),
  })
  .meta({ id: 'CoverageAnswer', description: 'Which days of which source have been read.' });
export type CoverageAnswer = z.infer<typeof coverageAnswerSchema>;

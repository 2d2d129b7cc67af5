import { z } from 'zod';

export const errorAnswerSchema = z
  .object({
    error: z.object({
      code: z
        .string()
        .describe(
          'badRequest, unauthorized, forbidden, notFound, conflict, tooLarge, unsupportedMediaType, tooManyRequests, unavailable, internal.',
        ),
      message: z.string().describe('What is wrong, with which value, and what to do.'),
      field: z.string().nullable().describe('Parameter that is wrong, where it is one.'),
    }),
  })
  .meta({ id: 'ErrorAnswer' });
export type ErrorAnswer = z.infer<typeof errorAnswerSchema>;

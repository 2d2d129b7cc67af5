import { z } from 'zod';
import { CHECK_NAMES } from '../../usage/alert.js';
import { unusualChecks } from './unusual-schema.js';
import { count, inOrder, percent } from './threshold-fields.js';
import { nearest } from './nearest.js';

const minutes = z.number().positive();

/** Thresholds of the checks. Every key has the default shown in ledgerline.config.example.yaml. */
const checksSchema = z
  .strictObject({
    collectorBehind: z
      .strictObject({ warnMinutes: minutes.default(60), alertMinutes: minutes.default(240) })
      .superRefine(({ warnMinutes, alertMinutes }, context) =>
        inOrder(warnMinutes, alertMinutes, 'alertMinutes', context),
      )
      .prefault({}),
    /** Records of the last 24 hours. */
    quarantine: z
      .strictObject({ warn: count.min(1).default(10), alert: count.min(1).default(1000) })
      .superRefine(({ warn, alert }, context) => inOrder(warn, alert, 'alert', context))
      .prefault({}),
    /** Share of the calls of the last 7 days; each is exceeded, not reached. */
    unpriced: z
      .strictObject({ warnPercent: percent.default(0), alertPercent: percent.default(5) })
      .superRefine(({ warnPercent, alertPercent }, context) =>
        inOrder(warnPercent, alertPercent, 'alertPercent', context),
      )
      .prefault({}),
    /** Failed deliveries of the last 24 hours. */
    logDelivery: z.strictObject({ alert: count.min(1).default(1) }).prefault({}),
    ...unusualChecks,
  })
  .prefault({});

/** How long the clouds' logs have to be kept, and when somebody is told that something is wrong. */
export const alertsSchema = z
  .strictObject({
    retentionDays: z
      .int()
      .min(30, { error: ({ input }) => `${String(input)} is below 30: activity is to be kept for at least 30 days` })
      .max(3650)
      .default(30),
    /** How long another state has to last before it counts. */
    settleMinutes: z.number().min(0).default(2),
    /** How often what still stands is told again; 0 is never. */
    renotifyHours: z.number().min(0).default(24),
    /** Where people open the dashboards, for links in messages. */
    baseUrl: z
      .url({ protocol: /^https?$/, error: ({ input }) => `"${String(input)}" is not an http or https address` })
      .optional(),
    /** Checks that do not look at all. */
    off: z.array(checkName()).default([]),
    checks: checksSchema,
  })
  .prefault({});
export type AlertsConfig = z.output<typeof alertsSchema>;

function httpAddress(schema: z.ZodType<string>) {
  return schema.refine((text) => /^https?:\/\//.test(text) && URL.canParse(text), {
    error: 'not an http or https address',
  });
}

/** The schema of `channels`; `secret` takes only what comes from the environment. */
export function channelsSchema(secret: z.ZodType<string>) {
  const fields = {
    id: z.string().regex(/^[a-z0-9-]+$/, {
      error: ({ input }) => `"${String(input)}" is not an id: use small letters, digits and hyphens`,
    }),
    /** Checks that this channel is told of; all of them when absent. */
    checks: z.array(checkName()).min(1).optional(),
    /** Loopback, private and link-local addresses are refused otherwise. */
    allowPrivateAddresses: z.boolean().default(false),
    timeoutSeconds: z.number().positive().max(60).default(10),
  };
  const slack = z.strictObject({ ...fields, kind: z.literal('slack'), webhookUrl: httpAddress(secret) });
  const teams = z.strictObject({ ...fields, kind: z.literal('teams'), webhookUrl: httpAddress(secret) });
  const pagerduty = z.strictObject({
    ...fields,
    kind: z.literal('pagerduty'),
    /** The integration key of a service's Events API v2. */
    routingKey: secret.refine((text) => /^[0-9a-zA-Z]{32}$/.test(text), {
      error: 'not an integration key of the Events API v2, which has 32 characters',
    }),
    /** A PagerDuty account of the EU has https://events.eu.pagerduty.com/v2/enqueue. */
    eventsUrl: httpAddress(z.string()).default('https://events.pagerduty.com/v2/enqueue'),
  });
  const webhook = z.strictObject({ ...fields, kind: z.literal('webhook'), url: httpAddress(z.string()), secret });
  const email = z.strictObject({
    ...fields,
    kind: z.literal('email'),
    host: z.string().min(1),
    port: z.int().min(1).max(65_535).default(587),
    /** `implicit` from the first byte, `starttls` before anything is said, `none` for a relay on this machine. */
    tls: z.enum(['implicit', 'starttls', 'none']).default('starttls'),
    username: z.string().optional(),
    password: secret.optional(),
    from: z.string().regex(/@/, { error: 'not an e-mail address' }),
    to: z.array(z.string().regex(/@/, { error: 'not an e-mail address' })).min(1),
  });
  return z
    .array(
      z.discriminatedUnion('kind', [slack, teams, pagerduty, webhook, email], {
        error: ({ code }) =>
          code === 'invalid_union' ? 'kind is one of slack, teams, pagerduty, webhook, email' : undefined,
      }),
    )
    .superRefine((channels, context) => {
      for (const [index, { id }] of channels.entries())
        if (channels.findIndex((other) => other.id === id) < index)
          context.addIssue({
            code: 'custom',
            path: [index, 'id'],
            message: `"${id}" is the id of another channel too`,
          });
    })
    .default([]);
}
export type ChannelConfig = z.output<ReturnType<typeof channelsSchema>>[number];

function checkName() {
  return z.enum(CHECK_NAMES, { error: ({ input }) => checkWords(String(input)) });
}

function checkWords(input: string): string {
  const meant = nearest(input, CHECK_NAMES);
  return `"${input}" is not a check${meant === undefined ? `: ${CHECK_NAMES.join(', ')}` : `; did you mean "${meant}"?`}`;
}

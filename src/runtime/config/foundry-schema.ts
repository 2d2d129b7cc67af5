import { z } from 'zod';
import { AZURE_CLOUDS } from '../../usage/azure-cloud.js';
import { contentFields, httpUrl, sourceFields } from './source-fields.js';

const subscription = '/subscriptions/[0-9a-f-]{36}';
const inGroup = `${subscription}/resourcegroups/[^/\\s]{1,90}`;

/** A resource of Azure by its full id. Azure compares ids without case, so that they are kept in small letters. */
const resourceId = (provider: string, example: string) =>
  z
    .string()
    .toLowerCase()
    .regex(new RegExp(`^${inGroup}/providers/${provider}/[^/\\s]{1,128}$`), {
      error: ({ input }) =>
        `"${String(input)}" is not the full id of ${example}: copy it from "JSON View" of the resource in the portal`,
    });

const foundryAccount = resourceId(
  'microsoft\\.cognitiveservices/accounts',
  'a Foundry resource (/subscriptions/…/resourceGroups/…/providers/Microsoft.CognitiveServices/accounts/…)',
);
const gateway = resourceId(
  'microsoft\\.apimanagement/service',
  'an API Management service (/subscriptions/…/resourceGroups/…/providers/Microsoft.ApiManagement/service/…)',
);

const guid = (what: string) =>
  z
    .string()
    .toLowerCase()
    .regex(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, {
      error: ({ input }) => `"${String(input)}" is not the id of ${what} (a GUID)`,
    });

/** Logs of Azure do not say the region of the account whose calls they hold, or say it in words (`East US 2`). */
const region = z.string().regex(/^[a-z]+[a-z0-9]*$/, {
  error: ({ input }) => `"${String(input)}" is not a region of Azure such as eastus2 (small letters, no spaces)`,
});

/** Who reads: a client secret, a managed identity, or the default chain (environment, workload identity, Azure CLI). */
const azureCredentials = (secret: z.ZodType<string>) =>
  z.union(
    [
      z.strictObject({
        tenantId: guid('a tenant'),
        clientId: guid('an application'),
        clientSecret: secret,
      }),
      z.strictObject({
        managedIdentity: z.union([z.literal('system'), guid('a user-assigned identity')]),
      }),
    ],
    { error: 'give tenantId, clientId and clientSecret, or managedIdentity: system (or its client id)' },
  );

/** The services of Azure that are asked; each may have an address of its own: a private link, or a stand-in. */
const endpoint = z.strictObject({
  logs: httpUrl.optional(),
  arm: httpUrl.optional(),
  authority: httpUrl.optional(),
  /** The certificate authority (PEM) that signed theirs, where it is not a public one: a file, or the text itself. */
  caFile: z.string().min(1).optional(),
  ca: z.string().startsWith('-----BEGIN CERTIFICATE-----').optional(),
});

const { schedule, ...ownFields } = sourceFields;

/** What every source of Foundry has. */
const foundryFields = (secret: z.ZodType<string>) => ({
  ...ownFields,
  credentials: azureCredentials(secret).optional(),
  endpoint: endpoint.optional(),
  /** Which of Azure's separate clouds: their hosts and tokens are not those of the public one. */
  cloud: z
    .enum(AZURE_CLOUDS, {
      error: ({ input }) => `"${String(input)}" is no cloud of Azure: one of ${AZURE_CLOUDS.join(', ')}`,
    })
    .optional(),
});

/** Request and response logs of an account in a Log Analytics workspace: every call, without tokens and without caller. */
const requestsSchema = (secret: z.ZodType<string>) =>
  z.strictObject({
    ...foundryFields(secret),
    schedule,
    kind: z.literal('foundry-requests'),
    workspaceId: guid('a Log Analytics workspace'),
    resourceId: foundryAccount,
    region,
  });

/** Logs of an API Management service before one or several accounts: callers and uncached tokens of what goes through it. */
const gatewaySchema = (secret: z.ZodType<string>) =>
  z.strictObject({
    ...foundryFields(secret),
    ...contentFields,
    schedule,
    kind: z.literal('foundry-gateway'),
    workspaceId: guid('a Log Analytics workspace'),
    resourceId: gateway,
    /** The accounts behind it, told apart by the host that a call was sent on to. */
    foundry: z
      .array(z.strictObject({ resourceId: foundryAccount, region, host: z.string().min(1).toLowerCase().optional() }))
      .min(1),
    /** Which tables the diagnostic setting writes to. Settings made on the command line are legacy unless they say otherwise. */
    destination: z.enum(['dedicated', 'legacy', 'both']).default('both'),
    /** Whether logged prompts and completions are fetched; what is kept of them is for `contents` to say. */
    messages: z.enum(['read', 'skip']).default('read'),
  });

/** Azure Monitor's counts of tokens and calls: the only place that counts all five token classes. */
const metricsSchema = (secret: z.ZodType<string>) =>
  z.strictObject({
    ...foundryFields(secret),
    kind: z.literal('foundry-metrics'),
    resourceId: foundryAccount,
    region,
    /** How many days back minutes and latency are read, which limits are compared with; 0 reads none. Azure keeps 93. */
    minuteDays: z.int().min(0).max(93).default(14),
  });

/** What an account's deployments are: which model and version behind which name. */
const deploymentsSchema = (secret: z.ZodType<string>) =>
  z.strictObject({ ...foundryFields(secret), kind: z.literal('foundry-deployments'), resourceId: foundryAccount });

/** What Azure billed, day by day. Claude's meters stand under the resource group or the subscription, not the account. */
const costSchema = (secret: z.ZodType<string>) =>
  z.strictObject({
    ...foundryFields(secret),
    kind: z.literal('foundry-cost'),
    scope: z
      .string()
      .toLowerCase()
      .regex(new RegExp(`^${subscription}(?:/resourcegroups/[^/\\s]{1,90})?$`), {
        error: ({ input }) =>
          `"${String(input)}" is neither /subscriptions/… nor /subscriptions/…/resourceGroups/…; Claude's meters do not stand under a Foundry resource`,
      }),
    /** A meter is Claude's when a word of its name or of its categories begins with one of these, in any case. */
    meterFilter: z.array(z.string().min(1)).min(1).default(['claude', 'anthropic', 'ccu']),
  });

export const foundrySchemas = (secret: z.ZodType<string>) =>
  [
    requestsSchema(secret),
    gatewaySchema(secret),
    metricsSchema(secret),
    deploymentsSchema(secret),
    costSchema(secret),
  ] as const;

export type FoundryRequestsConfig = z.infer<ReturnType<typeof requestsSchema>>;
export type FoundryGatewayConfig = z.infer<ReturnType<typeof gatewaySchema>>;
export type FoundryMetricsConfig = z.infer<ReturnType<typeof metricsSchema>>;
export type FoundryDeploymentsConfig = z.infer<ReturnType<typeof deploymentsSchema>>;
export type FoundryCostConfig = z.infer<ReturnType<typeof costSchema>>;
export type FoundryLogConfig = FoundryRequestsConfig | FoundryGatewayConfig;
export type FoundryConfig = FoundryLogConfig | FoundryMetricsConfig | FoundryDeploymentsConfig | FoundryCostConfig;

import { z } from 'zod';

/** The settings that decide what Azure keeps of calls to Claude in Foundry, by name, and what each reads as. */
export const FOUNDRY_SETTINGS = {
  diagnosticSettings: 'diagnosticSettings',
  workspace: 'workspace',
  logTable: 'logTable',
  gatewayLogging: 'gatewayLogging',
  oldestRecord: 'oldestRecord',
  newestRecord: 'newestRecord',
} as const;
export type FoundrySettingName = keyof typeof FOUNDRY_SETTINGS;

/**
 * Where the logs of an account or a gateway go: the resource is its id, in small letters.
 * https://learn.microsoft.com/azure/azure-monitor/platform/diagnostic-settings
 */
export const diagnosticSettingsSchema = z.object({
  settings: z.array(
    z.object({
      name: z.string(),
      /** The workspace's resource id in small letters; null where the setting leads elsewhere only. */
      workspace: z.string().nullable(),
      /** Storage accounts and event hubs that it leads to as well, or in place of a workspace. */
      elsewhere: z.array(z.string()),
      /** Whether rows go to tables of their own instead of AzureDiagnostics, where there are such. */
      dedicated: z.boolean(),
      categories: z.array(z.string()),
      /** `allLogs`, `audit`. */
      groups: z.array(z.string()),
    }),
  ),
});
export type DiagnosticSettings = z.output<typeof diagnosticSettingsSchema>;
export type DiagnosticSetting = DiagnosticSettings['settings'][number];

/** A Log Analytics workspace: the resource is its id. https://learn.microsoft.com/azure/azure-monitor/logs/daily-cap */
export const workspaceSchema = z.object({
  exists: z.boolean(),
  retentionDays: z.int().min(1),
  /** Null: no daily cap. */
  dailyQuotaGb: z.number().nullable(),
  /** `RespectQuota`; `OverQuota`, `ForceOff` and `SubscriptionSuspended` keep nothing. */
  ingestion: z.string(),
});
export type WorkspaceSetting = z.output<typeof workspaceSchema>;

/**
 * A table of a workspace: the resource is `<workspace id>/tables/<name>`.
 * https://learn.microsoft.com/azure/azure-monitor/logs/data-retention-configure
 */
export const logTableSchema = z.object({
  exists: z.boolean(),
  plan: z.string(),
  /** Days for which a row can be queried at once. */
  retentionDays: z.int().min(1),
  totalRetentionDays: z.int().min(1),
});
export type LogTableSetting = z.output<typeof logTableSchema>;

/**
 * Whether an API Management service writes what it knows of calls to models: the resource is its id.
 * https://learn.microsoft.com/azure/api-management/api-management-howto-llm-logs
 */
export const gatewayLoggingSchema = z.object({
  /** For all APIs; null where nothing is set. */
  service: z.boolean().nullable(),
  /** APIs that are set otherwise than the service. */
  apis: z.array(z.object({ name: z.string(), logs: z.boolean() })),
});
export type GatewayLogging = z.output<typeof gatewayLoggingSchema>;

/** The tables that hold what is logged of calls, by the kind of log. */
export const FOUNDRY_TABLES = {
  resource: { legacy: 'AzureDiagnostics', dedicated: 'AzureDiagnostics' },
  gateway: { legacy: 'AzureDiagnostics', dedicated: 'ApiManagementGatewayLlmLog' },
} as const;
export type FoundryLog = keyof typeof FOUNDRY_TABLES;

import { z } from 'zod';
import type { DiagnosticSettings, LogTableSetting, WorkspaceSetting } from '../../usage/foundry-settings.js';

// Numbers of ARM's answers arrive as text, so that amounts keep their digits.
const whole = z.coerce.number().pipe(z.int());
const id = z.string().toLowerCase();

function present(names: readonly (string | null | undefined)[]): string[] {
  return names.flatMap((one) => one ?? []).toSorted();
}

/** https://learn.microsoft.com/rest/api/monitor/diagnostic-settings/list */
export const diagnosticSettingsAnswer = z
  .looseObject({
    value: z
      .array(
        z.looseObject({
          name: z.string(),
          properties: z.looseObject({
            workspaceId: id.nullish(),
            storageAccountId: id.nullish(),
            eventHubAuthorizationRuleId: id.nullish(),
            logAnalyticsDestinationType: z.string().nullish(),
            logs: z
              .array(
                z.looseObject({
                  category: z.string().nullish(),
                  categoryGroup: z.string().nullish(),
                  enabled: z.boolean(),
                }),
              )
              .default([]),
          }),
        }),
      )
      .default([]),
  })
  .transform(({ value }): DiagnosticSettings => ({
    settings: value.map(({ name, properties }) => {
      const enabled = properties.logs.filter((log) => log.enabled);
      return {
        name,
        workspace: properties.workspaceId ?? null,
        elsewhere: present([properties.storageAccountId, properties.eventHubAuthorizationRuleId]),
        dedicated: properties.logAnalyticsDestinationType === 'Dedicated',
        categories: present(enabled.map(({ category }) => category)),
        groups: present(enabled.map(({ categoryGroup }) => categoryGroup)),
      };
    }),
  }));

/** https://learn.microsoft.com/rest/api/loganalytics/workspaces/get */
export const workspaceAnswer = z
  .looseObject({
    properties: z.looseObject({
      customerId: z.string(),
      retentionInDays: whole,
      workspaceCapping: z
        .looseObject({ dailyQuotaGb: z.coerce.number().nullish(), dataIngestionStatus: z.string().nullish() })
        .nullish(),
    }),
  })
  .transform(({ properties }): { setting: WorkspaceSetting; customerId: string } => {
    const { dailyQuotaGb = -1, dataIngestionStatus } = properties.workspaceCapping ?? {};
    return {
      customerId: properties.customerId,
      setting: {
        exists: true,
        retentionDays: properties.retentionInDays,
        // -1 stands for no cap.
        dailyQuotaGb: dailyQuotaGb === null || dailyQuotaGb < 0 ? null : dailyQuotaGb,
        ingestion: dataIngestionStatus ?? 'RespectQuota',
      },
    };
  });

/** https://learn.microsoft.com/rest/api/loganalytics/tables/get */
export const logTableAnswer = z
  .looseObject({
    properties: z.looseObject({
      plan: z.string().default('Analytics'),
      retentionInDays: whole,
      totalRetentionInDays: whole.nullish(),
    }),
  })
  .transform(({ properties }): LogTableSetting => ({
    exists: true,
    plan: properties.plan,
    retentionDays: properties.retentionInDays,
    totalRetentionDays: properties.totalRetentionInDays ?? properties.retentionInDays,
  }));

/** `largeLanguageModel` is absent where nothing is logged of calls to models. */
export const llmDiagnosticAnswer = z
  .looseObject({
    properties: z.looseObject({ largeLanguageModel: z.looseObject({ logs: z.string().nullish() }).nullish() }),
  })
  .transform(({ properties }) => properties.largeLanguageModel?.logs === 'enabled');

export const apisAnswer = z
  .looseObject({ value: z.array(z.looseObject({ name: z.string() })).default([]) })
  // Revisions of an API that are not current are named `api;rev=2` and take no calls by themselves.
  .transform(({ value }) => value.map(({ name }) => name).filter((name) => !name.includes(';')));

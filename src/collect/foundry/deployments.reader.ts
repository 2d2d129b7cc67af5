import { z } from 'zod';
import type { EndpointScope } from '../../usage/cloud.js';
import type { Deployment } from '../../usage/deployment.js';
import { ArmReader } from './arm.reader.js';
import type { AzureAccess } from './azure-access.js';

const API_VERSION = '2025-09-01';

const text = z.string().nullish();
/** https://learn.microsoft.com/rest/api/aiservices/accountmanagement/deployments/list */
const pageSchema = z.object({
  value: z.array(
    z.object({
      name: z.string(),
      systemData: z.object({ lastModifiedAt: text }).nullish(),
      sku: z.object({ name: text, capacity: z.coerce.number().nullish() }).nullish(),
      properties: z.object({
        provisioningState: text,
        model: z.object({ format: text, name: z.string(), version: text }),
        rateLimits: z
          .array(
            z.object({ key: text, count: z.coerce.number().nullish(), renewalPeriod: z.coerce.number().nullish() }),
          )
          .nullish(),
      }),
    }),
  ),
  nextLink: text,
});
type Listed = z.output<typeof pageSchema>['value'][number];

/** The deployments of a Foundry account, as they are now, and since when. What was deployed before, Azure does not tell. */
export class FoundryDeploymentsReader {
  private readonly arm: ArmReader;

  constructor(private readonly settings: AzureAccess & { readonly id: string; readonly resourceId: string }) {
    this.arm = new ArmReader(settings.id, settings);
  }

  /** Throws SourceUnavailable; then nothing is known, which is not the same as none. */
  async list(signal: AbortSignal): Promise<Deployment[]> {
    const { resourceId } = this.settings;
    const asked = {
      what: `deployments of ${resourceId}`,
      role: 'Reader',
      on: 'the Foundry resource',
      ifAbsent: 'resourceId',
    };
    const deployments: Deployment[] = [];
    let path: string | null = `${resourceId}/deployments`;
    while (path !== null) {
      const query: Record<string, string> = path.includes('?') ? {} : { 'api-version': API_VERSION };
      const page: z.output<typeof pageSchema> | null = await this.arm.ask(
        { path, query, schema: pageSchema, asked },
        signal,
      );
      deployments.push(...(page?.value ?? []).map((listed) => deploymentOf(resourceId, listed)));
      path = page?.nextLink ?? null;
    }
    return deployments;
  }
}

function deploymentOf(accountId: string, { name, systemData, sku, properties }: Listed): Deployment {
  const { model, rateLimits, provisioningState } = properties;
  const changedAt = Date.parse(systemData?.lastModifiedAt ?? '');
  return {
    accountId,
    name,
    modelFormat: model.format ?? null,
    modelName: model.name,
    modelVersion: model.version ?? null,
    sku: sku?.name ?? null,
    capacity: sku?.capacity ?? null,
    hosting: hostingOf(model.version ?? null),
    endpointScope: scopeOf(sku?.name ?? ''),
    rateLimits: (rateLimits ?? []).map(({ key, count, renewalPeriod }) => ({
      key: key ?? '',
      count: count ?? 0,
      renewalPeriodSeconds: renewalPeriod ?? 0,
    })),
    state: provisioningState ?? null,
    changedAt: Number.isNaN(changedAt) ? null : changedAt,
  };
}

/**
 * Version 1 of a Claude model is hosted by Anthropic, version 2 on Azure; the version of older models is their date, which
 * does not tell. https://learn.microsoft.com/azure/ai-foundry/foundry-models/concepts/models-from-partners
 */
function hostingOf(version: string | null): Deployment['hosting'] {
  return version === '1' ? 'anthropic' : version === '2' ? 'azure' : null;
}

/** https://learn.microsoft.com/azure/ai-foundry/foundry-models/concepts/deployment-types */
function scopeOf(sku: string): EndpointScope {
  if (/provisioned/i.test(sku)) return 'provisioned';
  if (/^global/i.test(sku)) return 'global';
  if (/^datazone/i.test(sku)) return 'data-zone';
  return /^standard$/i.test(sku) ? 'region' : 'unknown';
}

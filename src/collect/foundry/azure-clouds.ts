import { AzureAuthorityHosts } from '@azure/identity';
import type { AzureCloud } from '../../usage/azure-cloud.js';

interface CloudAddresses {
  readonly authority: string;
  /** Azure Resource Manager; tokens for it are asked for by the same name. */
  readonly arm: string;
  /** The query API of Log Analytics, and by what name tokens for it are asked for. */
  readonly logs: string;
  readonly logsAudience: string;
}

/**
 * Public: what the SDKs use by themselves. The others, as Microsoft's SDKs have them:
 * https://learn.microsoft.com/azure/azure-government/compare-azure-government-global-azure
 * https://learn.microsoft.com/azure/china/resources-developer-guide
 * https://learn.microsoft.com/javascript/api/overview/azure/monitor-query-readme
 */
export const ADDRESSES: Readonly<Record<AzureCloud, CloudAddresses>> = {
  public: {
    authority: AzureAuthorityHosts.AzurePublicCloud,
    arm: 'https://management.azure.com',
    logs: 'https://api.loganalytics.io/v1',
    logsAudience: 'https://api.loganalytics.io',
  },
  usgovernment: {
    authority: AzureAuthorityHosts.AzureGovernment,
    arm: 'https://management.usgovcloudapi.net',
    logs: 'https://api.loganalytics.us/v1',
    logsAudience: 'https://api.loganalytics.us',
  },
  china: {
    authority: AzureAuthorityHosts.AzureChina,
    arm: 'https://management.chinacloudapi.cn',
    logs: 'https://api.loganalytics.azure.cn/v1',
    logsAudience: 'https://api.loganalytics.azure.cn',
  },
};

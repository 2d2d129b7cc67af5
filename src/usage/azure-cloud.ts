/** The clouds of Azure that are kept apart from each other: each has hosts of its own, and tokens count in one only. */
export const AZURE_CLOUDS = ['public', 'usgovernment', 'china'] as const;
export type AzureCloud = (typeof AZURE_CLOUDS)[number];

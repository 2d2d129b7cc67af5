import { z } from 'zod';
import { type GoogleAccess, googleAuth } from './google-access.js';
import { askGoogle } from './google-rest.js';

const policySchema = z.looseObject({
  auditConfigs: z
    .array(
      z.looseObject({
        service: z.string().optional(),
        auditLogConfigs: z
          .array(z.looseObject({ logType: z.string().optional(), exemptedMembers: z.array(z.string()).default([]) }))
          .default([]),
      }),
    )
    .default([]),
});

/** Whether Data Access logs of Vertex AI are on in a project, and how many callers are exempt from them. */
export interface AuditSwitch {
  readonly on: boolean;
  readonly exempt: number;
}

/** Read from the project's own policy; folders and the organisation may switch it on as well. */
export async function readAuditSwitch(access: GoogleAccess, signal: AbortSignal): Promise<AuditSwitch> {
  const auth = await googleAuth(access);
  const base = access.endpoint?.resourceManager ?? 'https://cloudresourcemanager.googleapis.com';
  const url = `${base}/v1/projects/${access.projectId}:getIamPolicy`;
  const policy = await askGoogle(auth, url, signal, { options: { requestedPolicyVersion: 3 } });
  const reads = policySchema
    .parse(policy)
    .auditConfigs.filter(({ service }) => service === 'aiplatform.googleapis.com' || service === 'allServices')
    .flatMap(({ auditLogConfigs }) => auditLogConfigs)
    .filter(({ logType }) => logType === 'DATA_READ');
  return { on: reads.length > 0, exempt: new Set(reads.flatMap(({ exemptedMembers }) => exemptedMembers)).size };
}

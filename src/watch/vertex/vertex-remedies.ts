import type { Action, MissingPermission } from '../log-keeping.js';
import { shellWord } from '../shell-word.js';

interface Location {
  readonly accountId: string;
  readonly region: string;
}

/** Roles of Google's own that hold a permission; for the others a role has to be made. */
const ROLE_OF: Readonly<Record<string, string>> = {
  'bigquery.tables.get': 'roles/bigquery.metadataViewer',
  'bigquery.datasets.get': 'roles/bigquery.metadataViewer',
  'logging.buckets.get': 'roles/logging.viewer',
  'logging.sinks.list': 'roles/logging.viewer',
  'logging.exclusions.list': 'roles/logging.viewer',
  'logging.logEntries.list': 'roles/logging.viewer',
  'logging.privateLogEntries.list': 'roles/logging.privateLogViewer',
  'resourcemanager.projects.getIamPolicy': 'roles/iam.securityReviewer',
};

const READER = 'serviceAccount:<account that Ledgerline reads with>';

/** A permission that was refused, with the commands that grant it to the reader. `on` is a project. */
export function missingGooglePermission(setting: string, permission: string, on: string): MissingPermission {
  const role = ROLE_OF[permission];
  const bind = (name: string) =>
    `gcloud projects add-iam-policy-binding ${shellWord(on)} --member=${shellWord(READER)} --role=${shellWord(name)}`;
  const command =
    role === undefined
      ? `gcloud iam roles create ledgerlineSettings --project=${shellWord(on)} --permissions=${shellWord(permission)}\n${bind(`projects/${on}/roles/ledgerlineSettings`)}`
      : bind(role);
  const words = `Grant ${permission} on project ${on} to the account that Ledgerline reads with${role === undefined ? ', by a role of your own' : ` (${role})`}.`;
  return { setting, permission, on, action: { words, command, policy: null } };
}

/** Switch request-response logging on for a model. Without `updateMask`, the call replaces the model's whole configuration. */
export function switchRequestLoggingOn(
  { accountId, region }: Location,
  model: string | null,
  table: string | null,
): Action {
  const name = `projects/${accountId}/locations/${region}/publishers/anthropic/models/${model ?? '<model>'}`;
  const body = {
    publisherModelConfig: {
      loggingConfig: {
        enabled: true,
        samplingRate: 1,
        bigqueryDestination: { outputUri: `bq://${table ?? `${accountId}.<dataset>.<table>`}` },
      },
    },
    updateMask: 'loggingConfig',
  };
  return {
    words:
      'Log every request of the model to BigQuery. The dataset has to let the service agent of Vertex AI write (roles/bigquery.dataEditor), and logging_time and request_id of a table that is there already have to be NULLABLE.',
    command: [
      'curl -X POST',
      '-H "Authorization: Bearer $(gcloud auth print-access-token)"',
      "-H 'Content-Type: application/json'",
      shellWord(`https://${region}-aiplatform.googleapis.com/v1beta1/${name}:setPublisherModelConfig`),
      `-d ${shellWord(JSON.stringify(body))}`,
    ].join(' '),
    policy: null,
  };
}

/** Where rows never arrive, entries of Cloud Logging do. */
export function logWithoutRows({ accountId }: Location): Action {
  return {
    ...logAuditReads(accountId),
    words:
      'Call a regional endpoint, or switch on what works at every location: inference request metadata (tokens; see "Log and share requests and responses" in the documentation of Vertex AI), and Data Access audit logs (callers), with the commands below.',
  };
}

/** Data Access audit logs are part of the project's IAM policy, which is replaced whole. */
export function logAuditReads(projectId: string): Action {
  const statement = { service: 'aiplatform.googleapis.com', auditLogConfigs: [{ logType: 'DATA_READ' }] };
  return {
    words:
      'Switch on Data Access audit logs (DATA_READ) of Vertex AI for the project. They are billed by their volume.',
    command: editPolicy(projectId, `add to "auditConfigs" in policy.json: ${JSON.stringify(statement)}`),
    policy: null,
  };
}

/** Callers whose entries are missing on purpose. */
export function endExemptions(projectId: string): Action {
  return {
    words: 'Take the exempted members out of the audit configuration, if their calls are to be told apart.',
    command: editPolicy(projectId, 'take "exemptedMembers" out of "auditConfigs" in policy.json'),
    policy: null,
  };
}

function editPolicy(projectId: string, edit: string): string {
  const project = shellWord(projectId);
  return [
    `gcloud projects get-iam-policy ${project} --format=json > policy.json`,
    `# ${edit}`,
    `gcloud projects set-iam-policy ${project} policy.json`,
  ].join('\n');
}

/** Let rows live: the expiration of a table deletes all of it at once. */
export function endTableExpiration(table: string): Action {
  return {
    words: 'Take the expiration off the table: it deletes the table whole, not its old rows.',
    command: `bq update --expiration 0 ${shellWord(bqName(table))}`,
    policy: null,
  };
}

/** Let the partitions of a table live for so many days. */
export function keepPartitions(table: string, days: number): Action {
  return {
    words: `Let the partitions of the table live for ${days} days.`,
    command: `bq update --time_partitioning_expiration ${days * 86_400} ${shellWord(bqName(table))}`,
    policy: null,
  };
}

/** A table made anew takes what its dataset says. */
export function endDatasetExpiration(table: string): Action {
  return {
    words: 'Take the default expiration off the dataset, so that a table made anew is not deleted either.',
    command: `bq update --default_table_expiration 0 ${shellWord(bqName(table.split('.').slice(0, -1).join('.')))}`,
    policy: null,
  };
}

/** Let a log bucket keep its entries for so many days. Its name is `projects/P/locations/L/buckets/B`. */
export function keepLogBucket(bucket: string, days: number): Action {
  const { projectId, location, id } = bucketParts(bucket);
  return {
    words: `Let the log bucket keep its entries for ${days} days. More than 30 are billed.`,
    command: `gcloud logging buckets update ${shellWord(id)} --project=${shellWord(projectId)} --location=${shellWord(location)} --retention-days=${days}`,
    policy: null,
  };
}

/** A bucket that is to be deleted can be brought back for seven days. */
export function undeleteLogBucket(bucket: string): Action {
  const { projectId, location, id } = bucketParts(bucket);
  return {
    words: 'Bring the log bucket back, or route the entries to another one.',
    command: `gcloud logging buckets undelete ${shellWord(id)} --project=${shellWord(projectId)} --location=${shellWord(location)}`,
    policy: null,
  };
}

/** Switch a sink on, or take an exclusion off it. */
export function mendSink(projectId: string, sink: string, exclusion: string | null): Action {
  const change = exclusion === null ? '--no-disabled' : `--remove-exclusions=${shellWord(exclusion)}`;
  return {
    words:
      exclusion === null
        ? `Switch the sink ${sink} on: it is what leads entries to their bucket.`
        : `Take the exclusion ${exclusion} off the sink ${sink}, or let it leave Vertex AI alone.`,
    command: `gcloud logging sinks update ${shellWord(sink)} --project=${shellWord(projectId)} ${change}`,
    policy: null,
  };
}

/** Where to look when nothing arrives although everything says that it should. */
export function findOutWhySilent({ accountId }: Location, store: string): Action {
  return {
    words: `Find out why nothing arrives in the ${store}: settings of another location than the one that is called, a service agent that may not write, columns that are REQUIRED, or a filter of a sink. The command lists the errors that Cloud Logging knows of.`,
    command: `gcloud logging read 'severity>=ERROR AND (protoPayload.serviceName="aiplatform.googleapis.com" OR resource.type="logging_sink")' --project=${shellWord(accountId)} --freshness=2d --limit=20`,
    policy: null,
  };
}

/** `bq` writes a colon behind the project. */
function bqName(table: string): string {
  const [project = '', ...rest] = table.split('.');
  return `${project}:${rest.join('.')}`;
}

function bucketParts(bucket: string): { projectId: string; location: string; id: string } {
  const [, projectId = '', , location = 'global', , id = ''] = bucket.split('/');
  return { projectId, location, id };
}

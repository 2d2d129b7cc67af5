import { idField, inShell, inWords, type KindField, type SourceKind } from './source-kind.js';

const READER = 'serviceAccount:ledgerline-reader@<projectId>.iam.gserviceaccount.com';
const MAKE_READER = inShell(
  'Make an account that only reads.',
  'gcloud iam service-accounts create ledgerline-reader --project <projectId>',
);
const bind = (role: string) =>
  `gcloud projects add-iam-policy-binding <projectId> --role ${role} \\\n  --member ${READER}`;
const grant = (...roles: readonly string[]) => [
  MAKE_READER,
  inShell(`Give it ${roles.join(' and ')} on the project.`, roles.map(bind).join('\n')),
];

const project: KindField = {
  key: 'projectId',
  words: 'The id of the project, neither its number nor its name.',
  example: 'example-claude-prod',
  required: true,
};
const impersonate: KindField = {
  key: 'credentials.impersonate',
  words: 'A service account that Ledgerline’s own identity may act as.',
  example: 'ledgerline-reader@example-claude-prod.iam.gserviceaccount.com',
  required: false,
};

/** Claude on Vertex AI: several logs of the same calls, which are joined. docs/formats/vertex.md has the whole of it. */
export const VERTEX_KINDS: readonly SourceKind[] = [
  {
    kind: 'vertex-inference-metadata',
    cloud: 'vertex',
    name: 'Inference request metadata',
    tells: 'Tokens, latency and labels of every call, without bodies.',
    fields: [idField('vertex-metadata'), project, impersonate],
    switchOn: [
      inWords(
        'Set inferenceEventLoggingConfig of the project with setPublisherModelConfig. https://docs.cloud.google.com/gemini-enterprise-agent-platform/models/capabilities/inference-metadata-logging',
      ),
    ],
    grant: grant('roles/logging.viewer'),
  },
  {
    kind: 'vertex-audit',
    cloud: 'vertex',
    name: 'Data Access audit log',
    tells: 'Who made each call. It completes the calls of the other logs.',
    fields: [idField('vertex-audit'), project, impersonate],
    switchOn: [
      inShell(
        'Add DATA_READ for aiplatform.googleapis.com to auditConfigs of the policy, without exempted members: whoever is exempt calls without a name.',
        'gcloud projects get-iam-policy <projectId> --format=json > policy.json\n# "auditConfigs": [{"service": "aiplatform.googleapis.com", "auditLogConfigs": [{"logType": "DATA_READ"}]}]\ngcloud projects set-iam-policy <projectId> policy.json',
      ),
    ],
    grant: grant('roles/logging.privateLogViewer'),
  },
  {
    kind: 'vertex-request-response',
    cloud: 'vertex',
    name: 'Request-response log in BigQuery',
    tells: 'Tokens and bodies of the calls of one location. Calls to global, us and eu are never written.',
    fields: [
      idField('vertex-requests-us-east5'),
      project,
      { key: 'location', words: 'The location whose calls the table holds.', example: 'us-east5', required: true },
      {
        key: 'table',
        words: 'The table, as project.dataset.table. Each location needs one of its own.',
        example: 'example-claude-prod.vertex_logs.us_east5',
        required: true,
      },
      impersonate,
    ],
    switchOn: [
      inShell(
        'For each model. Without updateMask, the call replaces the whole configuration of the model.',
        `curl -X POST -H "Authorization: Bearer $(gcloud auth print-access-token)" -H 'Content-Type: application/json' \\
  https://<location>-aiplatform.googleapis.com/v1beta1/projects/<projectId>/locations/<location>/publishers/anthropic/models/<model>:setPublisherModelConfig \\
  -d '{"updateMask":"loggingConfig","publisherModelConfig":{"loggingConfig":{"enabled":true,"samplingRate":1,"bigqueryDestination":{"outputUri":"bq://<table>"}}}}'`,
      ),
    ],
    grant: [
      ...grant('roles/bigquery.jobUser'),
      inWords('Give it roles/bigquery.dataViewer on the dataset as well (BigQuery, dataset, Sharing).'),
    ],
  },
  {
    kind: 'vertex-metrics',
    cloud: 'vertex',
    name: 'Metrics of Cloud Monitoring',
    tells: 'What was counted by model, location and hour, whether logged or not. Six weeks are kept.',
    fields: [idField('vertex-metrics'), project, impersonate],
    switchOn: [],
    grant: grant('roles/monitoring.viewer'),
  },
];

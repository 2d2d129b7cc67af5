import type { LogTable } from '../world/google-places.js';

export type ColumnType = 'STRING' | 'TIMESTAMP' | 'NUMERIC' | 'JSON' | 'INTEGER' | 'BOOLEAN';

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  readonly mode: 'NULLABLE' | 'REPEATED';
}

function column(name: string, type: ColumnType, mode: Column['mode'] = 'NULLABLE'): Column {
  return { name, type, mode };
}

const V1: readonly Column[] = [
  column('endpoint', 'STRING'),
  column('deployed_model_id', 'STRING'),
  column('logging_time', 'TIMESTAMP'),
  column('request_id', 'NUMERIC'),
  column('request_payload', 'STRING', 'REPEATED'),
  column('response_payload', 'STRING', 'REPEATED'),
];

/** https://docs.cloud.google.com/gemini-enterprise-agent-platform/models/capabilities/request-response-logging */
const V2: readonly Column[] = [
  ...V1,
  column('model', 'STRING'),
  column('model_version', 'STRING'),
  column('api_method', 'STRING'),
  column('full_request', 'JSON'),
  column('full_response', 'JSON'),
  column('metadata', 'JSON'),
];

/** The columns of a request-response table, by the version of its schema. */
export function columnsOf({ schema }: LogTable): readonly Column[] {
  return schema === 'v1' ? V1 : V2;
}

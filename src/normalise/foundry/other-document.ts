import { isObject, listIn, objectIn, textIn, type JsonObject } from '../json-value.js';

/** What a document of Azure's that is no log record may be, for whoever exported it. */
export function otherDocument(json: JsonObject): string {
  const error = objectIn(json, 'error');
  if (error !== null) return `It is an error that Azure answered (${textIn(error, 'code', 64) ?? 'without a code'}).`;
  if (json['type'] === 'message') return 'It is an answer of Claude, without the row that it was logged in.';
  if (isMetric(json)) return 'It tells a metric of Azure Monitor: a source of kind foundry-metrics reads these.';
  const properties = objectIn(json, 'properties') ?? json;
  if (listIn(properties, 'columns').length > 0 && listIn(properties, 'rows').length > 0) {
    return 'It is an answer of Cost Management: a source of kind foundry-cost reads these.';
  }
  if ('retentionInDays' in properties) return 'It is the retention of a table or a workspace.';
  if (json['format'] === 'Anthropic' || objectIn(properties, 'model') !== null) {
    return 'It describes a deployment: a source of kind foundry-deployments reads these.';
  }
  return 'It names no `category`, and its columns are of no log that is known.';
}

/** As the metrics API answers, and as collectors of metrics write it down. */
function isMetric(json: JsonObject): boolean {
  const isSeries = listIn(json, 'value').some((metric) => isObject(metric) && 'timeseries' in metric);
  return (
    isSeries || 'bin_start' in json || 'TimeGrain' in json || textIn(objectIn(json, 'azure'), 'timegrain') !== null
  );
}

/**
 * JSON in which ids beyond 2^53 are texts. BigQuery's `request_id` is NUMERIC, and an export that prints it as a bare
 * number would lose its last digits in JSON.parse, and with them what tells two calls apart.
 */
export function withWholeIds(json: string): string {
  return json.replace(/("request_id"\s*:\s*)(\d{16,64})(?=\s*[,}])/g, '$1"$2"');
}

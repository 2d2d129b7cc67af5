/** How each field of the billing export is asked for: BigQuery bills the columns that a query names. */
const SELECTED = [
  'service.description AS service',
  'sku.description AS sku',
  'CAST(usage_start_time AS STRING) AS usage_start_time',
  'project.id AS project',
  'location.location AS location',
  'cost',
  'currency',
  'currency_conversion_rate',
  'usage.amount AS usage_amount',
  'usage.unit AS usage_unit',
  'usage.amount_in_pricing_units AS pricing_amount',
  'usage.pricing_unit AS pricing_unit',
  'TO_JSON_STRING(credits) AS credits',
  'invoice.month AS invoice_month',
  'cost_type',
];

/** A bill of Claude names it, or its maker, in the SKU or in the product of a marketplace. */
const IS_CLAUDE = `REGEXP_CONTAINS(LOWER(CONCAT(IFNULL(service.description, ''), ' ', IFNULL(sku.description, ''))), r'claude|anthropic')`;

/** Rows are written after their usage: partitions before its day hold none of it. */
const WITHIN = 'usage_start_time >= @from AND usage_start_time < @to';
const IN_PARTITIONS = `_PARTITIONTIME >= TIMESTAMP_TRUNC(@from, DAY)`;

/** The rows about Claude, and the number of the others by day: they tell a day without Claude from one not billed yet. */
export function billingQueries(table: string, byIngestionTime: boolean): { rows: string; others: string } {
  const where = byIngestionTime ? `${WITHIN} AND ${IN_PARTITIONS}` : WITHIN;
  return {
    rows: `SELECT ${SELECTED.join(', ')}\nFROM \`${table}\`\nWHERE ${where} AND ${IS_CLAUDE}`,
    others: [
      'SELECT CAST(DATE(usage_start_time) AS STRING) AS day, COUNT(*) AS others',
      `FROM \`${table}\``,
      `WHERE ${where} AND NOT ${IS_CLAUDE}`,
      'GROUP BY day',
    ].join('\n'),
  };
}

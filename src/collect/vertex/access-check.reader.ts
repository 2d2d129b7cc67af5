import { z } from 'zod';
import type {
  VertexAuditConfig,
  VertexConfig,
  VertexCostConfig,
  VertexInferenceMetadataConfig,
} from '../../runtime/config/vertex-schema.js';
import type { VertexRequestResponseConfig } from '../../runtime/config/vertex-schema.js';
import type { RawRecord } from '../../usage/raw-record.js';
import { nextScanAt, sizeText, type WholeScan } from '../../usage/scan.js';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../usage/window.js';
import type { AccessFinding } from '../access-finding.js';
import type { LogSource } from '../log-source.js';
import { readAuditSwitch } from './audit-switch.reader.js';
import { buildVertexSource } from './build-vertex-source.js';
import { foundFields } from './found-fields.js';
import { googleAuth } from './google-access.js';
import { sourceUnavailable } from './google-errors.js';
import { VertexMonitoring } from './metrics.source.js';
import { readPublisherModel } from './publisher-config.reader.js';

const WITHIN_MS = 60_000;

/** Tries for real what a source of Vertex AI needs: its log or metrics read, and whether Vertex AI writes what it reads. */
export async function checkVertexAccess(
  config: Exclude<VertexConfig, VertexCostConfig>,
  now: number,
): Promise<AccessFinding[]> {
  switch (config.kind) {
    case 'vertex-request-response':
      return [...(await checkRows(config, now)), ...(await checkModels(config))];
    case 'vertex-inference-metadata':
      return checkMetadata(config, now);
    case 'vertex-audit':
      return [(await checkReading(buildVertexSource(config), now, HOUR_MS)).finding, await checkSwitch(config)];
    default:
      return [await checkMetrics(config, now)];
  }
}

/** Rows of a table are read for the check, unless that would be billed like all of it. */
async function checkRows(config: VertexRequestResponseConfig, now: number): Promise<AccessFinding[]> {
  const source = buildVertexSource(config);
  let whole: WholeScan | null | undefined;
  try {
    whole = await source.measureWhole?.({ from: now - HOUR_MS, to: now }, AbortSignal.timeout(WITHIN_MS));
  } catch (error) {
    return [{ part: '', ok: false, words: wordsOf(error) }];
  }
  if (whole == null) return [(await checkReading(source, now, HOUR_MS)).finding];
  const everyMs = nextScanAt([{ at: 0, bytes: whole.bytes }], whole);
  const billed = `the table is not partitioned by logging_time, so that each reading is billed ${sizeText(whole.bytes)}`;
  const often = `it is read every ${lengthText(everyMs)} at most, so that no day is billed more than ${sizeText(whole.bytesPerDay)} (maximumBytesBilledPerDay)`;
  const isRare = everyMs > OFTEN_ENOUGH_MS;
  const advice = isRare ? '; partition it to have it read by its schedule' : '';
  return [
    { part: '', ok: true, words: 'can be read (by a dry run, which is not billed)' },
    { part: 'reading', ok: !isRare, words: `${billed}; ${often}${advice}` },
  ];
}

/** The schedule of most sources. */
const OFTEN_ENOUGH_MS = 5 * MINUTE_MS;

function lengthText(ms: number): string {
  if (ms < 2 * MINUTE_MS) return `${Math.ceil(ms / SECOND_MS)} seconds`;
  return ms < 2 * HOUR_MS ? `${Math.ceil(ms / MINUTE_MS)} minutes` : `${Number((ms / HOUR_MS).toFixed(1))} hours`;
}

async function checkReading(
  source: LogSource,
  now: number,
  spanMs: number,
): Promise<{ finding: AccessFinding; first: RawRecord | null }> {
  try {
    let page: RawRecord[] = [];
    for await (page of source.read({ from: now - spanMs, to: now }, AbortSignal.timeout(WITHIN_MS))) break;
    const hours = spanMs / HOUR_MS;
    const amount = `${page.length} records on the first page of the last ${hours === 1 ? 'hour' : `${hours} hours`}`;
    return { finding: { part: '', ok: true, words: `can be read (${amount})` }, first: page[0] ?? null };
  } catch (error) {
    return { finding: { part: '', ok: false, words: wordsOf(error) }, first: null };
  }
}

const entrySchema = z.looseObject({ entry: z.unknown() });

async function checkMetadata(config: VertexInferenceMetadataConfig, now: number): Promise<AccessFinding[]> {
  const { finding, first } = await checkReading(buildVertexSource(config), now, DAY_MS);
  if (!finding.ok) return [finding];
  if (first === null) {
    const words =
      'no entry in the last day: switch inference metadata logging on (inferenceEventLoggingConfig), or name its log in logName';
    return [finding, { part: 'fields', ok: false, words }];
  }
  const { entry } = entrySchema.parse(JSON.parse(first.text));
  return [finding, { part: 'fields', ...foundFields(entry, config.fields) }];
}

/** Whether each model logs, where to, and all of its calls. Setting it succeeds also where no row ever arrives. */
async function checkModels(config: VertexRequestResponseConfig): Promise<AccessFinding[]> {
  const { location, models = [] } = config;
  const findings: AccessFinding[] = [];
  if (!location.includes('-')) {
    const words = `Vertex AI writes no rows for calls to the ${location} endpoint, whatever is configured: read inference metadata there`;
    findings.push({ part: 'logging', ok: false, words });
  }
  for (const model of models) {
    try {
      const auth = await googleAuth(config);
      const signal = AbortSignal.timeout(WITHIN_MS);
      const { on, samplingRate, table } = (await readPublisherModel(auth, config, location, model, signal))
        .requestResponse;
      const share = samplingRate === 1 ? '' : `, but only ${samplingRate * 100} % of its calls`;
      const words = on
        ? `${model} logs to ${table ?? 'a table that its configuration does not name'}${share}`
        : `request-response logging of ${model} in ${location} is off`;
      findings.push({ part: 'logging', ok: on && share === '', words });
    } catch (error) {
      findings.push({ part: 'logging', ok: true, words: `not checked: ${wordsOf(error)}` });
    }
  }
  return findings;
}

async function checkSwitch(config: VertexAuditConfig): Promise<AccessFinding> {
  const part = 'logging';
  try {
    const { on, exempt } = await readAuditSwitch(config, AbortSignal.timeout(WITHIN_MS));
    if (!on) {
      const words = `the policy of project ${config.projectId} does not switch DATA_READ logs of aiplatform.googleapis.com on; unless its folder does, no caller is logged`;
      return { part, ok: false, words };
    }
    const words =
      exempt === 0 ? 'Data Access logs are on for all' : `${exempt} members are exempt: their calls have no caller`;
    return { part, ok: exempt === 0, words };
  } catch (error) {
    const request = {
      what: `the policy of project ${config.projectId}`,
      role: 'a role with resourcemanager.projects.getIamPolicy, such as roles/iam.securityReviewer',
      ifAbsent: 'projectId',
    };
    return { part, ok: true, words: `not checked: ${sourceUnavailable(config.id, request, error).message}` };
  }
}

async function checkMetrics(config: VertexConfig, now: number): Promise<AccessFinding> {
  try {
    const window = { from: now - DAY_MS, to: now };
    const meters = await new VertexMonitoring(config).meters(window, AbortSignal.timeout(WITHIN_MS));
    const places = meters.map(({ region }) => region).join(', ');
    return { part: '', ok: true, words: `metrics can be read (last day: ${places === '' ? 'no calls' : places})` };
  } catch (error) {
    return { part: '', ok: false, words: wordsOf(error) };
  }
}

const wordsOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

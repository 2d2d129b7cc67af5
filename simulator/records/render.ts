import { Random } from '../random.js';
import { converseAnswer, converseRequest } from './converse.js';
import { invokeAnswer, invokeRequest, invokeStreamAnswer } from './invoke.js';
import { bodyKey } from '../s3/log-keys.js';
import type { SimulatedCall } from '../world/call.js';
import { GLOBAL_REGIONS } from '../world-places.js';

const RENDER_STREAM = 3;

export function requestBody(call: SimulatedCall, random: Random): string {
  return call.operation.startsWith('Invoke') ? invokeRequest(call, random) : converseRequest(call, random);
}

export function answerBody(call: SimulatedCall, random: Random): string {
  if (call.operation === 'InvokeModel') return invokeAnswer(call, random);
  if (call.operation === 'InvokeModelWithResponseStream') return invokeStreamAnswer(call, random);
  return converseAnswer(call, random);
}

/** The path of a body that is too large for its record, where the place has a bucket for such. */
function inS3(call: SimulatedCall, requestId: string, part: 'input' | 'output'): string {
  const { place } = call;
  if (place.bucket === null) return '';
  return `,"${part}BodyS3Path":"s3://${place.bucket.name}/${bodyKey(place, call.occurredAt, requestId, part)}"`;
}

function inputPart(call: SimulatedCall, requestId: string, random: Random): string {
  const { input, cacheRead, cacheWrite5m, cacheWrite1h } = call.tokens;
  const body =
    call.bodies === 'absent'
      ? ''
      : call.bodies === 'inline'
        ? `,"inputBodyJson":${requestBody(call, random)}`
        : inS3(call, requestId, 'input');
  const pair =
    call.counters === 'all'
      ? `,"cacheReadInputTokenCount":${cacheRead},"cacheWriteInputTokenCount":${cacheWrite5m + cacheWrite1h}`
      : '';
  const counters = call.counters === 'none' ? '' : `,"inputTokenCount":${input}${pair}`;
  return `"input":{"inputContentType":"application/json"${body}${counters}}`;
}

function outputPart(call: SimulatedCall, requestId: string, random: Random): string {
  const body =
    call.bodies === 'absent'
      ? ''
      : call.bodies === 'inS3'
        ? inS3(call, requestId, 'output')
        : `,"outputBodyJson":${answerBody(call, random)}`;
  const counters = call.counters === 'none' ? '' : `,"outputTokenCount":${call.tokens.output}`;
  return `"output":{"outputContentType":"application/json"${body}${counters}}`;
}

/** Where the model ran: told for profile calls that reached a model, and never by the older layout. */
function inferenceRegion(call: SimulatedCall, random: Random): string {
  const scope = call.via?.kind === 'applicationProfile' ? call.via.scope : call.scope;
  const region = random.pick(scope === 'global' ? GLOBAL_REGIONS : call.place.geoRegions);
  const told = (scope === 'global' || scope === 'geo') && call.outcome === 'ok' && !call.olderLayout;
  return told ? `"inferenceRegion":"${region}",` : '';
}

const SCHEMA = '"schemaType":"ModelInvocationLog","schemaVersion":"1.0"';

/** The id under which Bedrock answered a call: the first thing that is drawn for its record. */
export function requestIdOf(call: SimulatedCall): string {
  return new Random(call.words, RENDER_STREAM, call.index).uuid();
}

/** The record of a call as Bedrock writes it, in one of the two orders of keys that real logs have. */
export function renderCall(call: SimulatedCall): { readonly requestId: string; readonly text: string } {
  const random = new Random(call.words, RENDER_STREAM, call.index);
  const requestId = random.uuid();
  const timestamp = `"timestamp":"${new Date(call.occurredAt).toISOString().slice(0, 19)}Z"`;
  const account = `"accountId":"${call.place.accountId}"`;
  const identity = call.principal === null ? '' : `"identity":{"arn":${JSON.stringify(call.principal)}},`;
  const where = `"region":"${call.place.region}","requestId":"${requestId}","operation":"${call.operation}","modelId":"${call.modelId}",`;
  const error = call.errorCode === null ? '' : `"errorCode":"${call.errorCode}",`;
  const metadata = call.metadata === null ? '' : `"requestMetadata":${JSON.stringify(call.metadata)},`;
  const region = inferenceRegion(call, random);
  const bodies = `${inputPart(call, requestId, random)},${outputPart(call, requestId, random)},`;
  const whole = call.olderLayout
    ? `{${SCHEMA},${timestamp},${account},${identity}${where}${error}${bodies}${metadata}`
    : `{${timestamp},${account},${where}${metadata}${bodies}${error}${identity}${region}${SCHEMA},`;
  const text = `${whole.slice(0, -1)}}`;
  return { requestId, text: call.cutOff ? text.slice(0, Math.floor(text.length * 0.6)) : text };
}

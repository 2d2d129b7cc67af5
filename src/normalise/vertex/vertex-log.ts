import type { Normalised } from '../../usage/normalised.js';
import type { RawRecord } from '../../usage/raw-record.js';
import { objectIn } from '../json-value.js';
import { normaliseAudit } from './audit.js';
import { normaliseInferenceMetadata } from './inference-metadata.js';
import { openVertexRecord } from './record.js';
import { normaliseRow } from './request-response.js';

/**
 * A record of any of Vertex AI's logs as a sight: what this log tells of one call, `null` for what it does not tell. Every
 * field and every decision: docs/formats/vertex.md.
 */
export function normaliseVertex(raw: RawRecord): Normalised {
  const record = openVertexRecord(raw);
  if ('ignored' in record) return { ignored: { reason: record.ignored } };
  if ('problem' in record) return { rejected: record.problem };
  if ('row' in record) return normaliseRow(record.row, record.envelope);
  const { entry, fields, envelope } = record;
  const audit = objectIn(entry, 'protoPayload');
  if (audit !== null) return normaliseAudit(entry, audit, envelope);
  const log = typeof entry['logName'] === 'string' ? entry['logName'] : '';
  // Containers of models that customers deploy themselves log under the same service.
  if (/(?:%2F|\/)(?:prediction_container|prediction|online_prediction)\w*$/i.test(log)) {
    return { ignored: { reason: 'deployedModel' } };
  }
  if (objectIn(entry, 'jsonPayload') === null) {
    const detail = 'The entry has neither `protoPayload` nor `jsonPayload`.';
    return { rejected: { reason: 'notAVertexRecord', detail } };
  }
  return normaliseInferenceMetadata(entry, fields, envelope);
}

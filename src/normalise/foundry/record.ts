import type { RawRecord } from '../../usage/raw-record.js';
import { isObject, objectIn, textIn } from '../json-value.js';
import { notJsonWords } from '../not-json.js';
import { Fields } from './fields.js';
import { otherDocument } from './other-document.js';

/** A record of Azure's by the log that it is of. */
export type FoundryRecord =
  | { readonly kind: 'requestResponse'; readonly fields: Fields }
  /** What a gateway's two logs tell of a call; either may be missing. */
  | {
      readonly kind: 'gateway';
      readonly correlationId: string | null;
      readonly llm: Fields | null;
      readonly call: Fields | null;
      /** One log's row by itself, as exports have them; a reader puts both together. */
      readonly alone: boolean;
    }
  | { readonly kind: 'ignored'; readonly reason: string }
  | { readonly kind: 'rejected'; readonly reason: string; readonly detail: string };

/** Categories that tell of no calls. https://learn.microsoft.com/azure/azure-monitor/reference/supported-logs/microsoft-cognitiveservices-accounts-logs */
const NO_CALLS: Readonly<Record<string, string>> = {
  audit: 'audit',
  trace: 'trace',
  managednetworkevent: 'managedNetwork',
  // Counts no Claude: https://learn.microsoft.com/azure/ai-foundry/foundry-models/how-to/monitor-models
  azureopenairequestusage: 'otherModelsUsage',
};

/** Finds out of which log a record is, in whichever form it was written. */
export function openFoundryRecord({ text }: RawRecord): FoundryRecord {
  const trimmed = text.trim().replace(/^\ufeff/, '');
  if (trimmed === '') return { kind: 'ignored', reason: 'blank' };
  let json: unknown;
  try {
    json = JSON.parse(trimmed);
  } catch {
    return rejected('notJson', `Not a log record: ${notJsonWords(trimmed)}.`);
  }
  if (!isObject(json)) return rejected('notJson', 'Not a log record: it is JSON, but not an object.');
  if (isObject(json['llm']) || isObject(json['call'])) {
    const [llm, call] = [objectIn(json, 'llm'), objectIn(json, 'call')];
    return {
      kind: 'gateway',
      correlationId: textIn(json, 'correlationId'),
      llm: llm === null ? null : new Fields(llm),
      call: call === null ? null : new Fields(call),
      alone: false,
    };
  }
  const fields = new Fields(json);
  const category = (fields.text('category') ?? categoryOfTable(fields) ?? '').toLowerCase();
  if (category === 'requestresponse') return { kind: 'requestResponse', fields };
  const correlationId = fields.text('correlationId');
  if (category === 'gatewayllmlogs') return { kind: 'gateway', correlationId, llm: fields, call: null, alone: true };
  if (category === 'gatewaylogs') return { kind: 'gateway', correlationId, llm: null, call: fields, alone: true };
  const reason = NO_CALLS[category];
  if (reason !== undefined) return { kind: 'ignored', reason };
  return rejected(
    'otherLog',
    category === ''
      ? `The record is of none of Azure's logs. ${otherDocument(json)}`
      : 'The `category` is none of RequestResponse, GatewayLlmLogs, GatewayLogs and Audit.',
  );
}

/** Rows of the dedicated tables name their table in `Type`, and have columns that no other log has. */
function categoryOfTable(fields: Fields): string | null {
  const type = fields.text('Type');
  if (type === 'ApiManagementGatewayLlmLog' || fields.has('PromptTokens')) return 'GatewayLlmLogs';
  if (type === 'ApiManagementGatewayLogs' || fields.has('BackendResponseCode')) return 'GatewayLogs';
  return null;
}

function rejected(reason: string, detail: string): FoundryRecord {
  return { kind: 'rejected', reason, detail };
}

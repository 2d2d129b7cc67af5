import { samplingRateAt } from '../delivery/row-told.js';
import type { GoogleBackend } from '../google-backend.js';
import { GoogleError } from '../google-error.js';
import { isWithin, type GoogleLog } from '../google-faults.js';
import { partsOf, type RestRequest, type RestService } from '../http/rest.js';
import type { RequestGate } from '../request-gate.js';
import { GOOGLE_PLACES, projectOf, tableName, type GooglePlace } from '../world/google-places.js';
import { nameAndVersion } from '../world/model-id.js';

const CONFIG =
  /^\/v1beta1\/projects\/(?<project>[^/]+)\/locations\/(?<location>[^/]+)\/publishers\/(?<publisher>[^/]+)\/models\/(?<model>[^/]+):fetchPublisherModelConfig$/;

/** Vertex AI over REST: which logs a publisher model's configuration switches on, as far as it tells the truth. */
export class VertexService implements RestService {
  constructor(
    private readonly backend: GoogleBackend,
    private readonly gate: RequestGate,
  ) {}

  answer({ method, path }: RestRequest): object | null {
    const parts = method === 'GET' ? partsOf(CONFIG, path) : null;
    if (parts === null) return null;
    const { project: projectId = '', location = '', publisher, model = '' } = parts;
    this.gate.admit({ permission: 'aiplatform.endpoints.fetchPublisherModelConfig', projectId, within: [location] });
    if (publisher !== 'anthropic') {
      throw new GoogleError('NOT_FOUND', `Publisher Model publishers/${publisher}/models/${model} was not found.`);
    }
    const place = GOOGLE_PLACES.find((known) => known.projectId === projectId && known.location === location);
    if (place === undefined) return {};
    return { ...this.requestResponse(place), ...this.inferenceEvents(place, nameAndVersion(model).name) };
  }

  private requestResponse(place: GooglePlace): object {
    const { table } = place;
    if (table === null && !place.configuredInVain) return {};
    if (this.isOff(place, 'requestResponse')) return { loggingConfig: {} };
    // A configuration of a multi-region or the global endpoint reads back as if it worked.
    const output = table === null ? `${place.projectId}.vertex_logs.claude_${place.location}` : tableName(table);
    return {
      loggingConfig: {
        enabled: true,
        samplingRate: table === null ? 1 : samplingRateAt(place, this.backend.clock.now(), this.backend.faults()),
        bigqueryDestination: { outputUri: `bq://${output}` },
        requestResponseLoggingSchemaVersion: table?.schema ?? 'v2',
      },
    };
  }

  private inferenceEvents(place: GooglePlace, model: string): object {
    const log = projectOf(place.projectId)?.metadataLog;
    const isOn =
      log === 'project' || (log !== undefined && log.location === place.location && log.models.includes(model));
    return isOn && !this.isOff(place, 'inferenceMetadata') ? { inferenceEventLoggingConfig: { enabled: true } } : {};
  }

  private isOff(place: GooglePlace, log: GoogleLog): boolean {
    const now = this.backend.clock.now();
    return this.backend.faults().loggingOff.some((off) => off.log === log && isWithin(off, place, now));
  }
}

import type { AnyAuthClient, GoogleAuth } from 'google-auth-library';
import type { z } from 'zod';
import { HOUR_MS, type Window } from '../../usage/window.js';
import type { MeterBin, MeterSource } from '../meter-source.js';
import { type GoogleAccess, googleAuth } from './google-access.js';
import { sourceUnavailable } from './google-errors.js';
import { askGoogle } from './google-rest.js';
import { patiently } from './patiently.js';
import {
  countsOf,
  hoursQuery,
  INVOCATION_COUNT,
  locationsOf,
  placesQuery,
  seriesPageSchema,
  TOKEN_COUNT,
} from './time-series.js';

export interface MonitoringSettings extends GoogleAccess {
  readonly id: string;
  /** Wait before the second try of a request; a second where it is absent. */
  readonly firstWaitMs?: number | undefined;
}

/** Cloud Monitoring keeps points of these metrics for six weeks: https://cloud.google.com/monitoring/quotas#data_retention_policy */
export const MONITORING_KEEPS_DAYS = 42;

type Series = z.output<typeof seriesPageSchema>['timeSeries'];

/**
 * What Cloud Monitoring counts of a project's publisher models. Counted whether or not any log is on, so that the difference
 * to the logs is what was not logged. https://cloud.google.com/monitoring/api/ref_v3/rest/v3/projects.timeSeries/list
 */
export class VertexMonitoring {
  private auth: Promise<GoogleAuth<AnyAuthClient>> | undefined;

  constructor(private readonly settings: MonitoringSettings) {}

  /** One meter for each location in which Claude was called within the window. */
  async meters(window: Window, signal: AbortSignal): Promise<MeterSource[]> {
    const locations = locationsOf(await this.list(placesQuery(window), signal));
    return locations.map((location) => new VertexMetricsSource(this.settings.projectId, location, this));
  }

  /** Every series that answers a question, page by page. */
  async list(query: URLSearchParams, signal: AbortSignal): Promise<Series> {
    const { id, projectId, endpoint, firstWaitMs } = this.settings;
    const base = endpoint?.monitoring ?? 'https://monitoring.googleapis.com';
    const series: Series = [];
    let pageToken: string | undefined;
    do {
      const page = new URLSearchParams(query);
      if (pageToken !== undefined) page.set('pageToken', pageToken);
      const url = `${base}/v3/projects/${projectId}/timeSeries?${page.toString()}`;
      try {
        const json = await patiently(async () => askGoogle(await this.open(), url, signal), signal, firstWaitMs);
        const answer = seriesPageSchema.parse(json);
        series.push(...answer.timeSeries);
        pageToken = answer.nextPageToken === '' ? undefined : answer.nextPageToken;
      } catch (error) {
        signal.throwIfAborted();
        const request = {
          what: `metrics of Cloud Monitoring, project ${projectId}`,
          role: `roles/monitoring.viewer on project ${projectId}`,
          ifAbsent: 'projectId',
        };
        throw sourceUnavailable(id, request, error);
      }
    } while (pageToken !== undefined);
    return series;
  }

  private open(): Promise<GoogleAuth<AnyAuthClient>> {
    this.auth ??= googleAuth(this.settings).catch((error: unknown) => {
      this.auth = undefined;
      throw error;
    });
    return this.auth;
  }
}

/** The counts of one location, by the hour. */
class VertexMetricsSource implements MeterSource {
  readonly cloud = 'vertex';
  readonly id: string;
  /** Every series that has a point is listed, however long ago. */
  readonly forgetsIdleAfterMs = Number.POSITIVE_INFINITY;
  readonly keptDays = MONITORING_KEEPS_DAYS;

  constructor(
    readonly accountId: string,
    readonly region: string,
    private readonly monitoring: VertexMonitoring,
  ) {
    this.id = `metrics-${accountId}-${region}`;
  }

  async *read(window: Window, _modelIds: readonly string[], signal: AbortSignal): AsyncGenerator<MeterBin[]> {
    const { accountId, region } = this;
    for (const metric of [TOKEN_COUNT, INVOCATION_COUNT]) {
      const counts = countsOf(await this.monitoring.list(hoursQuery(metric, region, window), signal));
      yield counts
        .filter(({ startsAt }) => startsAt >= window.from && startsAt < window.to)
        .map((count) => ({ accountId, region, periodMs: HOUR_MS, ...count }));
    }
  }
}

import type { SourceConfig } from '../runtime/config/schema.js';
import type { StandIn } from './stand-in.js';

/** The stand-in keeps to no quota in the demo, so that a visitor does not wait for one. */
const REQUESTS_PER_MINUTE = 60_000;

/** All four kinds of source of each project: its tables, its two logs and its metrics. */
export function demoGoogleSources(google: StandIn['google'], keyFile: string, demoDays: number): SourceConfig[] {
  return google.projects.flatMap(({ projectId, locations }): SourceConfig[] => {
    const common = {
      projectId,
      credentials: { keyFile },
      endpoint: google.endpoints,
      historyDays: demoDays,
    };
    const log = { ...common, schedule: { live: '*/20 * * * * *', hourly: '7 * * * *', daily: '23 3 * * *' } };
    const id = `vertex-${projectId.split('-').slice(1).join('-')}`;
    return [
      ...locations.flatMap(({ location, table }): SourceConfig[] =>
        table === null
          ? []
          : [
              {
                ...log,
                id: `${id}-${location}`,
                kind: 'vertex-request-response',
                location,
                table,
                maximumBytesBilled: MAXIMUM_BYTES_BILLED,
                maximumBytesBilledPerDay: NO_CEILING,
              },
            ],
      ),
      {
        ...log,
        id: `${id}-metadata`,
        kind: 'vertex-inference-metadata',
        requestsPerMinute: REQUESTS_PER_MINUTE,
      },
      { ...log, id: `${id}-audit`, kind: 'vertex-audit', requestsPerMinute: REQUESTS_PER_MINUTE },
      { ...common, id: `${id}-metrics`, kind: 'vertex-metrics' },
    ];
  });
}

const MAXIMUM_BYTES_BILLED = 1024 ** 3;
/** The stand-in sends no bill. */
const NO_CEILING = 1024 ** 5;

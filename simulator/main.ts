import { parseArgs } from 'node:util';
import { TEAM_RULES } from './attribution.js';
import { readAzureOptions } from './azure/read-azure-options.js';
import { changeFaults } from './change-faults.js';
import { DEMO_FAULTS } from './faults.js';
import { ROUTES } from './delivery/routes.js';
import { GOOGLE_TEAM_RULES } from './google/team-rules.js';
import { DEFAULT_GOOGLE_WORLD } from './google/world/google-world.js';
import { startSimulator } from './start-simulator.js';
import { DEFAULT_WORLD } from './world.js';

const USAGE = `A local stand-in for AWS: Bedrock invocation logs of an invented insurer, in CloudWatch Logs and S3.

  node dist/simulator/main.js [--seed N] [--port N] [--history-days N | --history-from TIME] [--calls-per-day N]
                              [--body-bytes N] [--routes cloudwatch|demo] [--faults JSON] [--google] [--google-calls-per-day N]
                              [--azure] [--azure-options JSON] [--exit-with-stdin]

--routes demo delivers each place's log where the insurer has it: to CloudWatch Logs, to S3 or to both. The default,
cloudwatch, has every log in CloudWatch Logs, and those that go to S3 there too.

--google plays Google Cloud too: the logs of Claude on Vertex AI in BigQuery and Cloud Logging, by default of 1,200 calls a
day. The line then has google: projects, the endpoints of the services, the key of a service account, and teams. The truth is at
/google/ledger (?from=&to=&asOf=&by=&base=) and, call by call, at /google/calls (?from=&to=&asOf=&limit=&after=).

Prints one JSON line when it listens: accounts (log group, bucket, key prefix, role and endpoint of each log) and the
address of the ledger, which answers GET ?from=&to=&asOf=&by=&route=&bodies=&profiles=. Beside it is /faults, which GET
tells and PUT changes. With --azure there is Azure too, of which the line tells tenant, application, accounts, workspaces,
endpoints and the certificate that they have; /azure/ledger?from=&to=&asOf=&by=, /azure/calls?from=&to= and
/azure/faults are beside the others. Ends on SIGTERM, SIGINT and, with --exit-with-stdin, when its input ends.`;

function whole(name: string, text: string | undefined, fallback: number): number {
  const value = Number(text ?? fallback);
  if (!Number.isSafeInteger(value) || value < 0) throw new TypeError(`--${name} ${text}: expected a whole number`);
  return value;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string' },
      port: { type: 'string' },
      'history-days': { type: 'string' },
      'history-from': { type: 'string' },
      'calls-per-day': { type: 'string' },
      'body-bytes': { type: 'string' },
      routes: { type: 'string' },
      faults: { type: 'string' },
      google: { type: 'boolean' },
      'google-calls-per-day': { type: 'string' },
      'exit-with-stdin': { type: 'boolean' },
      azure: { type: 'boolean' },
      'azure-options': { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  if (values.help === true) {
    process.stdout.write(`${USAGE}\n`);
    return;
  }
  const historyFrom = values['history-from'] === undefined ? undefined : Date.parse(values['history-from']);
  if (Number.isNaN(historyFrom)) throw new TypeError(`--history-from ${values['history-from']}: expected a time`);
  const routes = ROUTES.find((known) => known === (values.routes ?? 'cloudwatch'));
  if (routes === undefined) throw new TypeError(`--routes ${values.routes}: expected ${ROUTES.join(' or ')}`);
  const changes: unknown = JSON.parse(values.faults ?? '{}');

  const simulator = await startSimulator({
    seed: whole('seed', values.seed, DEFAULT_WORLD.seed),
    callsPerDay: whole('calls-per-day', values['calls-per-day'], DEFAULT_WORLD.callsPerDay),
    bodyBytes: whole('body-bytes', values['body-bytes'], DEFAULT_WORLD.bodyBytes),
    port: whole('port', values.port, 0),
    historyDays: whole('history-days', values['history-days'], 60),
    ...(historyFrom === undefined ? {} : { historyFrom }),
    routes,
    faults: changeFaults(DEMO_FAULTS, changes),
    google:
      values.google === true
        ? {
            callsPerDay: whole(
              'google-calls-per-day',
              values['google-calls-per-day'],
              DEFAULT_GOOGLE_WORLD.callsPerDay,
            ),
          }
        : false,
    azure: values.azure === true ? readAzureOptions(values['azure-options'] ?? '{}') : false,
  });

  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    void simulator.stop().then(() => process.exit(0));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  if (values['exit-with-stdin'] === true) process.stdin.on('end', stop).on('close', stop).on('error', stop).resume();

  process.stdout.write(
    `${JSON.stringify({
      ready: true,
      endpoint: simulator.endpoint,
      ledger: `${simulator.endpoint}/ledger`,
      historyFrom: new Date(simulator.historyFrom).toISOString(),
      accounts: simulator.accounts,
      teams: TEAM_RULES,
      ...(simulator.google === null
        ? {}
        : {
            google: {
              projects: simulator.google.projects,
              endpoints: simulator.google.endpoints,
              key: simulator.google.key,
              ledger: `${simulator.endpoint}/google/ledger`,
              teams: GOOGLE_TEAM_RULES,
            },
          }),
      ...(simulator.azure === null ? {} : { azure: simulator.azure.addresses }),
    })}\n`,
  );
}

main().catch((error: unknown) => {
  process.stderr.write(`simulator: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(2);
});

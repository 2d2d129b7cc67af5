// `npm run bench [name]`: every benchmark, or the one that is named. Results are printed; `bench/RESULTS.md` records a run.
import { benchAlerts } from './alerts.js';
import { benchFoundryDay } from './foundry-day.js';
import { benchIngest } from './ingest.js';
import { benchJoin } from './join.js';
import { benchRerate } from './rerate.js';
import { benchVertexBytes } from './vertex-bytes.js';

const BENCHES: Readonly<Record<string, () => Promise<void>>> = {
  'foundry-day': benchFoundryDay,
  alerts: benchAlerts,
  ingest: benchIngest,
  join: benchJoin,
  rerate: benchRerate,
  'vertex-bytes': benchVertexBytes,
};

const asked = process.argv.slice(2);
for (const name of asked.length > 0 ? asked : Object.keys(BENCHES)) {
  const bench = BENCHES[name];
  if (bench === undefined) {
    console.error(`There is no benchmark ${name}; there are: ${Object.keys(BENCHES).join(', ')}.`);
    process.exit(2);
  }
  await bench();
}

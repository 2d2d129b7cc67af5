import { judgeMonths } from '../test/support/judge-months.js';
import { simulateMonths } from '../test/support/simulated-months.js';

/** Seeds that nothing was tuned on. */
const SEEDS = ['saffron', 'pelican', 'basalt', 'orchard', 'compass', 'thistle', 'walnut', 'glacier'];

/** How much of what is planted in two months is told of, and how often without a reason. */
export async function benchAlerts(): Promise<void> {
  const kinds = new Map<string, { planted: number; found: number }>();
  let falseAlerts = 0;
  console.log('| months | identities | planted | found | false alerts | a month and 100 identities |');
  for (const seed of SEEDS) {
    const months = simulateMonths(seed);
    const { planted, missed, falseAlerts: wrong, falsePerMonthAnd100 } = judgeMonths(months);
    falseAlerts += wrong.length;
    for (const incident of months.incidents) {
      const kind = kinds.get(incident.kind) ?? { planted: 0, found: 0 };
      kind.planted += 1;
      if (!missed.includes(incident)) kind.found += 1;
      kinds.set(incident.kind, kind);
    }
    console.log(
      `| ${seed} | ${months.identities} | ${planted} | ${planted - missed.length} | ${wrong.length} | ${falsePerMonthAnd100.toFixed(2)} |`,
    );
    for (const { kind, subject, from } of missed) console.log(`  missed: ${kind} ${subject} from hour ${from}`);
    for (const alert of wrong) console.log(`  false: ${alert}`);
  }
  console.log(`| kind | planted | found |`);
  for (const [kind, { planted, found }] of kinds) console.log(`| ${kind} | ${planted} | ${found} |`);
  console.log(`${falseAlerts} false alerts in ${2 * SEEDS.length} months`);
}

import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import type { DeploymentLine } from '../../api/generated/types.gen.js';
import { deploymentsQuery } from '../../api/collected-queries.js';
import { Answered } from '../../components/answered.js';
import { TableCard } from '../../components/table-card.js';
import type { ColumnOf } from '../../components/table-line.js';
import { keyOfDeployment } from '../../figures/deployments.js';
import { nameOfAccount } from '../../figures/labels.js';
import { formatMoment } from '../../format/date.js';
import { formatWhole } from '../../format/number.js';
import { words } from '../../words/words.js';

const w = words.health.deployments;

function columnsIn(timeZone: string): readonly ColumnOf<DeploymentLine>[] {
  return [
    {
      title: w.name,
      cell: ({ name, accountId }) => (
        <>
          <span className="mono">{name}</span>
          <span className="small faint block" title={accountId}>
            {nameOfAccount(accountId)}
          </span>
        </>
      ),
      text: ({ name, accountId }) => `${accountId}/${name}`,
    },
    {
      title: w.model,
      cell: ({ modelName, change }) => (
        <>
          <span className="mono">{modelName}</span>
          {change !== 'first' && <span className="tag ml-2">{w.changes[change]}</span>}
        </>
      ),
      text: ({ modelName }) => modelName,
    },
    {
      title: w.version,
      cell: ({ modelVersion }) => modelVersion ?? words.figures.none,
      text: ({ modelVersion }) => modelVersion ?? '',
    },
    {
      title: w.hosting,
      cell: ({ hosting }) => (hosting === null ? words.figures.notKnown : w.hosts[hosting]),
      text: ({ hosting }) => hosting ?? '',
    },
    {
      title: w.sku,
      cell: ({ sku, capacity }) => (
        <>
          {sku ?? words.figures.none}
          {capacity !== null && <span className="faint"> × {formatWhole(capacity)}</span>}
        </>
      ),
      text: ({ sku, capacity }) => [sku ?? '', capacity ?? ''].join(' ').trim(),
    },
    {
      title: w.from,
      cell: ({ from }) => <span className="whitespace-nowrap">{formatMoment(from, timeZone, true)}</span>,
      text: ({ from }) => from,
    },
    {
      title: w.to,
      cell: ({ to }) =>
        to === null ? w.now : <span className="whitespace-nowrap">{formatMoment(to, timeZone, true)}</span>,
      text: ({ to }) => to ?? '',
    },
  ];
}

/** What stood behind each deployment's name, and when: a name that was made again for another model has two lines. */
export function DeploymentsCard({ timeZone }: { timeZone: string }) {
  const answer = useQuery(deploymentsQuery());
  const { deployment: pointedAt } = useSearch({ from: '/log-health' });
  return (
    <Answered title={w.title} query={answer} none={({ deployments }) => (deployments.length === 0 ? w.none : null)}>
      {({ deployments }) => (
        <TableCard
          title={w.title}
          note={w.note(new Set(deployments.map(({ accountId, name }) => `${accountId}/${name}`)).size)}
          lead={w.lead}
          foot={w.foot}
          file="deployments"
          limits={{ [words.costs.csv.zone]: timeZone }}
          columns={columnsIn(timeZone)}
          rows={deployments}
          keyOf={(line) => `${line.accountId} ${line.name} ${line.from}`}
          isPointedAt={(line) => keyOfDeployment(line) === pointedAt}
        />
      )}
    </Answered>
  );
}

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { channelsQuery } from '../../api/operations-queries.js';
import { answerOf } from '../../api/answer.js';
import { testChannel } from '../../api/generated/sdk.gen.js';
import type { Channel } from '../../api/generated/types.gen.js';
import { Answered } from '../../components/answered.js';
import { StateWord } from '../../components/state-word.js';
import { TableCard } from '../../components/table-card.js';
import type { ColumnOf } from '../../components/table-line.js';
import { labelOfState } from '../../figures/labels.js';
import { formatMoment } from '../../format/date.js';
import { formatWhole } from '../../format/number.js';
import { useMay } from '../../view/session.js';
import { words } from '../../words/words.js';

const w = words.alerts.channels;

function columnsIn(timeZone: string): readonly ColumnOf<Channel>[] {
  const checksOf = ({ checks }: Channel) =>
    checks === null ? w.all : checks.map((check) => labelOfState(words.alerts.checks, check)).join(', ');
  return [
    {
      title: w.channel,
      cell: ({ channelId, kind, lastError }) => (
        <>
          {channelId} <span className="quiet">{kind}</span>
          {lastError !== null && <span className="small quiet block">{w.lastError(lastError)}</span>}
        </>
      ),
      text: ({ channelId, kind }) => `${channelId} (${kind})`,
    },
    { title: w.checks, cell: (channel) => <span className="quiet">{checksOf(channel)}</span>, text: checksOf },
    {
      title: w.waiting,
      isNumber: true,
      cell: ({ waiting }) => formatWhole(waiting),
      text: ({ waiting }) => String(waiting),
    },
    {
      title: w.last,
      cell: ({ lastSentAt }) => (lastSentAt === null ? w.never : formatMoment(lastSentAt, timeZone)),
      text: ({ lastSentAt }) => lastSentAt ?? '',
    },
    { title: w.test, isUntitled: true, cell: (channel) => <Test channel={channel} /> },
  ];
}

/** Who is told, of what, and whether it arrives. */
export function ChannelsCard({ timeZone }: { timeZone: string }) {
  const answer = useQuery(channelsQuery());
  return (
    <Answered title={w.title} query={answer} none={({ channels }) => (channels.length === 0 ? w.none : null)}>
      {({ channels }) => (
        <TableCard
          title={w.title}
          file="channels"
          limits={{ [words.costs.csv.zone]: timeZone }}
          columns={columnsIn(timeZone)}
          rows={channels}
          keyOf={({ channelId }) => channelId}
        />
      )}
    </Answered>
  );
}

/** A message through the channel, and what became of it. */
function Test({ channel: { channelId } }: { channel: Channel }) {
  const client = useQueryClient();
  const mayOperate = useMay('operate');
  const test = useMutation({
    mutationFn: () => answerOf(testChannel({ path: { channelId } })),
    onSettled: () => client.invalidateQueries({ queryKey: ['channels'] }),
  });
  return (
    <>
      {mayOperate && (
        <button
          type="button"
          className="btn sm"
          aria-label={w.testOf(channelId)}
          disabled={test.isPending}
          onClick={() => {
            test.mutate();
          }}
        >
          {test.isPending ? w.testing : w.test}
        </button>
      )}
      <span role="status" className="block">
        {test.data && <StateWord tone={test.data.sent ? 'ok' : 'alert'}>{test.data.words}</StateWord>}
        {test.error && <StateWord tone="alert">{`${w.failed} ${test.error.message}`}</StateWord>}
      </span>
    </>
  );
}

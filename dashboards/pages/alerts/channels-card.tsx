import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { channelsQuery } from '../../api/operations-queries.js';
import { answerOf } from '../../api/answer.js';
import { testChannel } from '../../api/generated/sdk.gen.js';
import type { Channel } from '../../api/generated/types.gen.js';
import { Prose } from '../../components/prose.js';
import { Skeleton } from '../../components/skeleton.js';
import { StateWord } from '../../components/state-word.js';
import { Trouble } from '../../components/trouble.js';
import { labelOfState } from '../../figures/labels.js';
import { formatMoment } from '../../format/date.js';
import { formatWhole } from '../../format/number.js';
import { useMay } from '../../view/session.js';
import { words } from '../../words/words.js';

const w = words.alerts.channels;

/** Who is told, of what, and whether it arrives. */
export function ChannelsCard({ timeZone }: { timeZone: string }) {
  const channels = useQuery(channelsQuery());
  return (
    <section className="card flush c12">
      <header>
        <h2>{w.title}</h2>
      </header>
      {channels.error ? (
        <Trouble error={channels.error} retry={() => void channels.refetch()} />
      ) : !channels.data ? (
        <div className="p-4">
          <Skeleton height={64} />
        </div>
      ) : channels.data.channels.length === 0 ? (
        <p className="px-4 pb-4 quiet">
          <Prose text={w.none} />
        </p>
      ) : (
        <div className="scroll">
          <table className="table">
            <caption className="sr-only">{w.title}</caption>
            <thead>
              <tr>
                <th scope="col">{w.channel}</th>
                <th scope="col">{w.checks}</th>
                <th scope="col" className="num">
                  {w.waiting}
                </th>
                <th scope="col">{w.last}</th>
                <th scope="col">
                  <span className="sr-only">{w.test}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {channels.data.channels.map((channel) => (
                <ChannelRow key={channel.channelId} channel={channel} timeZone={timeZone} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function ChannelRow({ channel, timeZone }: { channel: Channel; timeZone: string }) {
  const { channelId, kind, checks, waiting, lastSentAt, lastError } = channel;
  const client = useQueryClient();
  const mayOperate = useMay('operate');
  const test = useMutation({
    mutationFn: () => answerOf(testChannel({ path: { channelId } })),
    onSettled: () => client.invalidateQueries({ queryKey: ['channels'] }),
  });
  return (
    <tr>
      <th scope="row">
        {channelId} <span className="quiet">{kind}</span>
        {lastError !== null && <span className="small quiet block">{w.lastError(lastError)}</span>}
      </th>
      <td className="quiet">
        {checks === null ? w.all : checks.map((check) => labelOfState(words.alerts.checks, check)).join(', ')}
      </td>
      <td className="num">{formatWhole(waiting)}</td>
      <td className="whitespace-nowrap">{lastSentAt === null ? w.never : formatMoment(lastSentAt, timeZone)}</td>
      <td>
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
      </td>
    </tr>
  );
}

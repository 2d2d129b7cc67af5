import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { settingsQuery } from '../../api/collected-queries.js';
import { Answered } from '../../components/answered.js';
import { TableCard } from '../../components/table-card.js';
import type { ColumnOf, Opening } from '../../components/table-line.js';
import { evidenceLabel } from '../../figures/alerts.js';
import { labelOfValue, nameOfAccount } from '../../figures/labels.js';
import { type SettingLine, settingLines } from '../../figures/settings.js';
import { formatMoment } from '../../format/date.js';
import { useSetSearch } from '../../view/search.js';
import { words } from '../../words/words.js';
import { SettingHistory } from './setting-history.js';
import { SettingValue } from './setting-value.js';

const w = words.health.settings;
const MOST = 10;

function nameOf({ now: { name } }: SettingLine): string {
  return evidenceLabel(name, w.names);
}

/** The places of a setting, each once: many models or tables of one place may be set alike. */
function placesOf({ alike }: SettingLine): string[] {
  return [
    ...new Set(alike.map(({ accountId, region }) => [nameOfAccount(accountId), region].filter(Boolean).join(' · '))),
  ];
}

function columnsIn(timeZone: string): readonly ColumnOf<SettingLine>[] {
  return [
    {
      title: w.setting,
      cell: (line) => (
        <span>
          <span className="strong">{nameOf(line)}</span>
          <span className="small faint block">{labelOfValue('cloud', line.now.cloud)}</span>
        </span>
      ),
      text: ({ now: { cloud, name } }) => `${cloud} ${name}`,
    },
    {
      title: w.of,
      cell: (line) => {
        const [first, ...others] = placesOf(line);
        return (
          <span
            className="block min-w-56"
            title={line.alike.map(({ accountId, region, resource }) => `${accountId} ${region} ${resource}`).join('\n')}
          >
            {first}
            <span className="small faint block">{w.things(line.alike.length, others.length + 1)}</span>
          </span>
        );
      },
      text: ({ alike }) =>
        alike.map((one) => [one.accountId, one.region, one.resource].filter(Boolean).join(' ')).join('; '),
    },
    {
      title: w.reads,
      cell: ({ now }) => <SettingValue spell={now} />,
      text: ({ now: { known, value, permission } }) => (known ? JSON.stringify(value) : w.refused(permission ?? '')),
    },
    {
      title: w.since,
      cell: (line) => sinceOf(line, timeZone),
      text: ({ spells }) => spells.map(({ firstSeenAt }) => firstSeenAt).join(', '),
    },
  ];
}

/** Between two looks: when it was changed is not told, only that it was. */
function sinceOf({ spells: [now, before], alike }: SettingLine, timeZone: string): string {
  if (now !== undefined && before !== undefined)
    return w.changed(formatMoment(before.lastSeenAt, timeZone, true), formatMoment(now.firstSeenAt, timeZone, true));
  const [first] = alike.map(({ firstSeenAt }) => firstSeenAt).toSorted();
  return first === undefined ? words.figures.none : w.firstSeen(formatMoment(first, timeZone, true));
}

function openingOf(
  open: string | undefined,
  timeZone: string,
  onOpen: (setting: string | undefined) => void,
): Opening<SettingLine> {
  return {
    open,
    onOpen,
    label: (line) => w.open(nameOf(line)),
    content: (line) => <SettingHistory line={line} timeZone={timeZone} />,
  };
}

/** How the clouds' logs are set, what was changed about it last, and what it was before. */
export function SettingsCard({ timeZone }: { timeZone: string }) {
  const settings = useQuery(settingsQuery());
  const { setting: open } = useSearch({ from: '/log-health' });
  const setSearch = useSetSearch();
  return (
    <Answered title={w.title} query={settings} none={({ settings: all }) => (all.length === 0 ? w.none : null)}>
      {({ settings: all }) => {
        const lines = settingLines(all);
        const changed = lines.filter(({ spells }) => spells.length > 1).length;
        return (
          <TableCard
            title={w.title}
            note={w.note(changed)}
            lead={w.lead}
            foot={w.foot}
            file="settings"
            limits={{ [words.costs.csv.zone]: timeZone }}
            columns={columnsIn(timeZone)}
            rows={lines}
            keyOf={({ key }) => key}
            most={Math.max(MOST, changed)}
            opening={openingOf(open, timeZone, (setting) => {
              setSearch({ tab: 'retention', setting }, 'replace');
            })}
          />
        );
      }}
    </Answered>
  );
}

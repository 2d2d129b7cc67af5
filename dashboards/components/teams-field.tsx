import { useQuery } from '@tanstack/react-query';
import { dimensionQuery } from '../api/queries.js';
import { namesIn } from '../figures/access.js';
import { resolveRange } from '../range/range.js';
import { useMeta } from '../view/meta.js';
import { useNow } from '../view/now.js';
import { useMay } from '../view/session.js';
import { words } from '../words/words.js';
import { TextField } from './text-field.js';

const w = words.access.roles;
const SHOWN = 24;

interface TeamsFieldProps {
  readonly label?: string;
  readonly hint?: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** Teams by name. Those that have calls are offered, because a name that is written otherwise would show nothing. */
export function TeamsField({ label = w.teams, hint = w.teamsHint, value, onChange }: TeamsFieldProps) {
  const now = useNow();
  const { reportingTimeZone } = useMeta();
  const { from, to } = resolveRange({ range: 'last90' }, now, reportingTimeZone, 'last90');
  const { data } = useQuery({
    ...dimensionQuery({ dimension: 'team', from, to, timeZone: reportingTimeZone, filter: [], limit: SHOWN }),
    enabled: useMay('figures'),
  });
  const chosen = namesIn(value);
  const others = (data?.values ?? []).flatMap(({ value: team }) =>
    team !== null && team !== '' && !chosen.includes(team) ? [team] : [],
  );
  return (
    <div className="grid gap-2 min-w-0 max-w-3xl">
      <TextField label={label} hint={hint} value={value} onChange={onChange} />
      {others.length > 0 && (
        <div className="flex flex-wrap items-center gap-1">
          <span className="small quiet">{w.known}</span>
          {others.map((team) => (
            <button
              key={team}
              type="button"
              className="btn sm"
              aria-label={w.addTeam(team)}
              onClick={() => {
                onChange([...chosen, team].join(', '));
              }}
            >
              {team}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}

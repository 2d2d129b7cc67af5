import { Triangle } from '../../components/triangle.js';
import { Icon } from '../../components/icon.js';
import { Swatch } from '../../components/swatch.js';
import { nameInFull, type Row } from '../../figures/rows.js';
import { words } from '../../words/words.js';

const w = words.costs.table;

export interface Line {
  readonly row: Row;
  readonly depth: number;
  readonly isOpen: boolean;
}

export interface NameActions {
  readonly canOpen: boolean;
  readonly onOpen: (row: Row) => void;
  /** `null` where rows are parts of requests, which cannot be filtered on. */
  readonly onNarrow: ((row: Row) => void) | null;
  readonly onRequests: (row: Row) => void;
}

/** The name of a row: opens it, narrows to it, or leads to its requests. */
export function NameCell({ line, canOpen, onOpen, onNarrow, onRequests }: { line: Line } & NameActions) {
  const { row, depth, isOpen } = line;
  return (
    <span className="cell">
      {depth === 0 && canOpen && (
        <button
          type="button"
          className="twist"
          aria-expanded={isOpen}
          aria-label={isOpen ? w.shut(row.label) : w.open(row.label)}
          onClick={() => {
            onOpen(row);
          }}
        >
          <Triangle to={isOpen ? 'down' : 'right'} />
        </button>
      )}
      {row.style && depth === 0 && <Swatch fill={row.style} />}
      {depth === 0 && onNarrow ? (
        <>
          <button
            type="button"
            className="max-w-[280px] truncate hover:underline"
            title={w.narrowTo(nameInFull(row))}
            onClick={() => {
              onNarrow(row);
            }}
          >
            {row.label}
          </button>
          <button
            type="button"
            className="btn plain sm icon on-hover"
            aria-label={w.requestsOf(row.label)}
            title={w.requestsOf(row.label)}
            onClick={() => {
              onRequests(row);
            }}
          >
            <Icon name="list" />
          </button>
        </>
      ) : (
        <span className="max-w-[320px] truncate" title={nameInFull(row)}>
          {row.label}
        </span>
      )}
    </span>
  );
}

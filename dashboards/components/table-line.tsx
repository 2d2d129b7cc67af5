import type { ReactNode } from 'react';
import { keepInView } from './keep-in-view.js';
import { Triangle } from './triangle.js';

/** A column of a card's table: how a row shows in it, and how it stands in the file. */
export interface ColumnOf<Row> {
  readonly title: string;
  readonly isNumber?: boolean;
  /** The title is there to be heard, not seen: a column of buttons. */
  readonly isUntitled?: boolean;
  /** Without it the column stands in the file alone. */
  readonly cell?: (row: Row) => ReactNode;
  /** Without it the column is no part of the file. */
  readonly text?: (row: Row) => string;
}

/** How the rows of a table open: one at a time, named in the address. */
export interface Opening<Row> {
  /** The row that is open. */
  readonly open: string | undefined;
  readonly onOpen: (key: string | undefined) => void;
  readonly label: (row: Row) => string;
  readonly content: (row: Row) => ReactNode;
}

interface TableLineProps<Row> {
  readonly id: string;
  readonly row: Row;
  readonly columns: readonly ColumnOf<Row>[];
  readonly isPointedAt: boolean;
  readonly opening: Opening<Row> | undefined;
}

/** A row of a card's table, and what it opens into. */
export function TableLine<Row>({ id, row, columns, isPointedAt, opening }: TableLineProps<Row>) {
  const [first, ...others] = columns;
  const isOpen = opening?.open === id;
  return (
    <>
      <tr aria-current={isPointedAt ? 'true' : undefined} ref={isPointedAt ? keepInView : undefined}>
        <th scope="row">
          {opening ? (
            <span className="cell">
              <button
                type="button"
                className="twist"
                aria-expanded={isOpen}
                aria-label={opening.label(row)}
                onClick={() => {
                  opening.onOpen(isOpen ? undefined : id);
                }}
              >
                <Triangle to={isOpen ? 'down' : 'right'} />
              </button>
              {first?.cell?.(row)}
            </span>
          ) : (
            first?.cell?.(row)
          )}
        </th>
        {others.map(({ title, isNumber, cell }) => (
          <td key={title} className={isNumber ? 'num' : undefined}>
            {cell?.(row)}
          </td>
        ))}
      </tr>
      {isOpen && (
        <tr className="opened-row">
          <td colSpan={columns.length} className="bg-sunken">
            {opening.content(row)}
          </td>
        </tr>
      )}
    </>
  );
}

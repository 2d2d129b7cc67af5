import type { ReactNode } from 'react';
import { fileName } from '../format/csv.js';
import { words } from '../words/words.js';
import { CsvButton } from './csv-button.js';
import { keepInView } from './keep-in-view.js';

/** A column of a card's table: how a row shows in it, and how it stands in the file. */
export interface ColumnOf<Row> {
  readonly title: string;
  readonly isNumber?: boolean;
  readonly cell: (row: Row) => ReactNode;
  readonly text: (row: Row) => string;
}

/** A line above the rows that adds some of them up; a cell for each column after the first. */
interface TotalLine {
  readonly key: string;
  readonly name: string;
  readonly cells: readonly ReactNode[];
}

interface TableCardProps<Row> {
  readonly id?: string;
  readonly title: string;
  readonly note?: string;
  readonly lead?: string;
  readonly foot?: ReactNode;
  /** What the file is called, and what it was limited to. */
  readonly file: string;
  readonly limits: Readonly<Record<string, string>>;
  readonly columns: readonly ColumnOf<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  readonly totals?: readonly TotalLine[];
  /** The row that somebody came for. */
  readonly isPointedAt?: (row: Row) => boolean;
  /** Rows that are shown; the file has them all. */
  readonly most?: number;
}

/** A card that is a table, with its CSV made from the same columns. */
export function TableCard<Row>(props: TableCardProps<Row>) {
  const { id, title, note, lead, foot, file, limits, columns, rows, keyOf, totals = [], most = rows.length } = props;
  const save = () => ({
    what: file,
    filters: limits,
    rows: rows.length,
    file: fileName('ledgerline', file, ...Object.values(limits)),
    lines: [
      [title],
      ...Object.entries(limits).map(([name, value]) => [name, value]),
      [],
      columns.map((column) => column.title),
      ...rows.map((row) => columns.map(({ text }) => text(row))),
    ],
  });
  return (
    <section className="card flush c12" id={id}>
      <header>
        <h2>{title}</h2>
        {note !== undefined && <span className="faint small">{note}</span>}
        <span className="push">
          <CsvButton make={save} />
        </span>
      </header>
      {lead !== undefined && <p className="px-4 pb-3 quiet">{lead}</p>}
      <div className="scroll" tabIndex={0} role="group" aria-label={title}>
        <table className="table min-w-[860px]">
          <caption className="sr-only">{title}</caption>
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column.title} scope="col" className={column.isNumber ? 'num' : undefined}>
                  {column.title}
                </th>
              ))}
            </tr>
            {totals.map(({ key, name, cells }) => (
              <tr key={key} className="total">
                <th scope="row">{name}</th>
                {cells.map((cell, index) => (
                  <td key={columns[index + 1]?.title} className={columns[index + 1]?.isNumber ? 'num' : undefined}>
                    {cell}
                  </td>
                ))}
              </tr>
            ))}
          </thead>
          <tbody>
            {rows.slice(0, most).map((row) => (
              <Line key={keyOf(row)} row={row} columns={columns} isPointedAt={props.isPointedAt?.(row) ?? false} />
            ))}
          </tbody>
        </table>
      </div>
      {(rows.length > most || foot !== undefined) && (
        <div className="foot">
          {rows.length > most && <p>{words.figures.moreInFile(rows.length - most)}</p>}
          {foot}
        </div>
      )}
    </section>
  );
}

function Line<Row>({ row, columns, isPointedAt }: LineProps<Row>) {
  return (
    <tr aria-current={isPointedAt ? 'true' : undefined} ref={isPointedAt ? keepInView : undefined}>
      {columns.map(({ title, isNumber, cell }, index) =>
        index === 0 ? (
          <th key={title} scope="row">
            {cell(row)}
          </th>
        ) : (
          <td key={title} className={isNumber ? 'num' : undefined}>
            {cell(row)}
          </td>
        ),
      )}
    </tr>
  );
}

interface LineProps<Row> {
  readonly row: Row;
  readonly columns: readonly ColumnOf<Row>[];
  readonly isPointedAt: boolean;
}

import { Fragment, type ReactNode } from 'react';
import { fileName } from '../format/csv.js';
import { words } from '../words/words.js';
import { CsvButton } from './csv-button.js';
import { type ColumnOf, type Opening, TableLine } from './table-line.js';

/** A line above the rows that adds some of them up; a cell for each shown column after the first. */
interface TotalLine {
  readonly key: string;
  readonly name: string;
  readonly cells: readonly ReactNode[];
}

/** What stands once over the rows of which it is true. */
interface RowGroup {
  readonly key: string;
  readonly heading: ReactNode;
}

interface TableCardProps<Row> {
  readonly id?: string;
  readonly title: string;
  readonly note?: string;
  readonly lead?: ReactNode;
  readonly foot?: ReactNode;
  /** What can be done about the whole of it. */
  readonly actions?: ReactNode;
  /** What the file is called, and what it was limited to. */
  readonly file: string;
  readonly limits: Readonly<Record<string, string>>;
  readonly columns: readonly ColumnOf<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  readonly totals?: readonly TotalLine[];
  /** The row that somebody came for. */
  readonly isPointedAt?: (row: Row) => boolean;
  /** For rows that open. */
  readonly opening?: Opening<Row>;
  /** What several rows have in common: it stands over them, once. */
  readonly groupOf?: (row: Row) => RowGroup;
  /** Rows that are shown, of each group where there are groups; the file has them all. */
  readonly most?: number;
}

/** A card that is a table, with its CSV made from the same columns. On a narrow screen it scrolls under its first column. */
export function TableCard<Row>(props: TableCardProps<Row>) {
  const { id, title, note, lead, foot, actions, columns, rows, keyOf, opening, totals = [] } = props;
  const { most = rows.length } = props;
  const shown = columns.filter(({ cell }) => cell !== undefined);
  const groups = groupRows(props);
  const hidden = groups.reduce((sum, group) => sum + Math.max(0, group.rows.length - most), 0);
  return (
    <section className="card flush c12" id={id}>
      <header>
        <h2>{title}</h2>
        {note !== undefined && <span className="faint small">{note}</span>}
        <span className="push flex-wrap">
          {actions}
          <CsvButton make={() => fileOf(props)} />
        </span>
      </header>
      {lead !== undefined && <div className="px-4 pb-3 quiet">{lead}</div>}
      <div className="scroll" tabIndex={0} role="group" aria-label={title}>
        <table className="table wide">
          <caption className="sr-only">{title}</caption>
          <thead>
            <tr>
              {shown.map((column) => (
                <th key={column.title} scope="col" className={column.isNumber ? 'num' : undefined}>
                  {column.isUntitled ? <span className="sr-only">{column.title}</span> : column.title}
                </th>
              ))}
            </tr>
            {totals.map((total) => (
              <tr key={total.key} className="total">
                <th scope="row">{total.name}</th>
                {total.cells.map((cell, index) => (
                  <td key={shown[index + 1]?.title} className={shown[index + 1]?.isNumber ? 'num' : undefined}>
                    {cell}
                  </td>
                ))}
              </tr>
            ))}
          </thead>
          <tbody>
            {groups.map(({ key, heading, rows: ofGroup }) => (
              <Fragment key={key}>
                {heading !== null && (
                  <tr className="group">
                    <th scope="rowgroup" colSpan={shown.length}>
                      <div>{heading}</div>
                    </th>
                  </tr>
                )}
                {ofGroup.slice(0, most).map((row) => (
                  <TableLine
                    key={keyOf(row)}
                    id={keyOf(row)}
                    row={row}
                    columns={shown}
                    isPointedAt={props.isPointedAt?.(row) ?? false}
                    opening={opening}
                  />
                ))}
              </Fragment>
            ))}
          </tbody>
        </table>
      </div>
      {(hidden > 0 || foot !== undefined) && (
        <div className="foot">
          {hidden > 0 && <p>{words.figures.moreInFile(hidden)}</p>}
          {foot}
        </div>
      )}
    </section>
  );
}

/** The rows under what they have in common, in the order in which each is first met. */
function groupRows<Row>({ rows, groupOf }: Pick<TableCardProps<Row>, 'rows' | 'groupOf'>) {
  const groups = new Map<string, { key: string; heading: ReactNode; rows: Row[] }>();
  for (const row of rows) {
    const { key, heading } = groupOf?.(row) ?? { key: '', heading: null };
    const group = groups.get(key) ?? { key, heading, rows: [] };
    group.rows.push(row);
    groups.set(key, group);
  }
  return [...groups.values()];
}

function fileOf<Row>({ title, file, limits, columns, rows }: TableCardProps<Row>) {
  const saved = columns.flatMap(({ title: name, text }) => (text === undefined ? [] : [{ name, text }]));
  return {
    what: file,
    filters: limits,
    rows: rows.length,
    file: fileName('ledgerline', file, ...Object.values(limits)),
    lines: [
      [title],
      ...Object.entries(limits).map(([name, value]) => [name, value]),
      [],
      saved.map(({ name }) => name),
      ...rows.map((row) => saved.map(({ text }) => text(row))),
    ],
  };
}

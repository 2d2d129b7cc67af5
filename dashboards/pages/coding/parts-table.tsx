import type { CodingSession, CodingSessionAnswer } from '../../api/generated/types.gen.js';
import { MoneyCell } from '../../components/money-cell.js';
import { modelName } from '../../figures/coding.js';
import { labelOfValue, nameOfAccount } from '../../figures/labels.js';
import { usdOrNull } from '../../format/money.js';
import { formatWhole } from '../../format/number.js';
import { words } from '../../words/words.js';

const w = words.coding;

type Amounts = Pick<CodingSession, 'requests' | 'tokens' | 'costUsd' | 'unpricedRequests'>;

/** A session by model and location; the rows add up to the total. */
export function PartsTable({ session, parts }: { session: CodingSession; parts: CodingSessionAnswer['parts'] }) {
  const { columns } = w;
  return (
    <div className="scroll">
      <table className="lines small">
        <caption className="strong text-left pb-1">{w.parts}</caption>
        <thead>
          <tr>
            <th scope="col">{columns.model}</th>
            <th scope="col">{columns.role}</th>
            <th scope="col">{columns.places}</th>
            <th scope="col">{columns.account}</th>
            {[columns.calls, columns.input, columns.cacheRead, columns.cacheWrite, columns.output, columns.cost].map(
              (name) => (
                <th key={name} scope="col" className="num">
                  {name}
                </th>
              ),
            )}
          </tr>
        </thead>
        <tbody>
          <tr className="mark">
            <td colSpan={4}>{words.figures.total}</td>
            <AmountCells of={session} />
          </tr>
          {parts.map((part) => (
            <tr key={`${modelName(part)} ${part.cloud} ${part.accountId} ${part.region} ${part.endpointScope}`}>
              <td>{modelName(part)}</td>
              <td className="quiet">{w.roles[part.role]}</td>
              <td>
                {part.region} <span className="quiet">{labelOfValue('cloud', part.cloud)}</span>
              </td>
              <td title={part.accountId}>{nameOfAccount(part.accountId)}</td>
              <AmountCells of={part} />
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function AmountCells({ of: { requests, tokens, costUsd, unpricedRequests } }: { of: Amounts }) {
  return (
    <>
      <td className="num">{formatWhole(requests)}</td>
      <td className="num">{formatWhole(tokens.input)}</td>
      <td className="num">{formatWhole(tokens.cacheRead)}</td>
      <td className="num">{formatWhole(tokens.cacheWrite5m + tokens.cacheWrite1h)}</td>
      <td className="num">{formatWhole(tokens.output)}</td>
      <MoneyCell usd={usdOrNull(costUsd)}>
        {unpricedRequests > 0 && costUsd !== null && (
          <span className="small quiet block font-normal">{w.unpriced(formatWhole(unpricedRequests))}</span>
        )}
      </MoneyCell>
    </>
  );
}

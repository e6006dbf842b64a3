import type { FareLine } from '../api/types';
import { fareLine, money, words } from '../api/words';

/** The lines of a price with their sum. */
export function FareTable(props: { lines: FareLine[]; total: number; currency: string; caption: string }) {
  return (
    <table data-testid="fare-lines">
      <caption class="sr-only">{props.caption}</caption>
      <tbody>
        {props.lines.map((line, i) => (
          <tr key={i} data-testid="fare-line" data-kind={line.kind}>
            <td>
              {fareLine(line.kind)} {line.funded_by && <small>paid by the {words(line.funded_by).toLowerCase()}</small>}
            </td>
            <td class="number">{money(line.amount_minor_units, props.currency)}</td>
          </tr>
        ))}
        <tr class="total">
          <td>Total</td>
          <td class="number" data-testid="fare-total">
            {money(props.total, props.currency)}
          </td>
        </tr>
      </tbody>
    </table>
  );
}

/** That somebody was checked by an operator. */
export function Verified() {
  return (
    <span class="chip ok" data-testid="verified">
      <span aria-hidden="true">✓ </span>Verified
    </span>
  );
}

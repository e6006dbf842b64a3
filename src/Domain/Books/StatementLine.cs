using O2O.Dispatch.Domain.Jobs;

namespace O2O.Dispatch.Domain.Books;

/// <summary>What one job came to in a period for who the statement is of.</summary>
/// <param name="Job">The job.</param>
/// <param name="Currency">The currency's code.</param>
/// <param name="At">When the last of it was posted.</param>
/// <param name="Gross">The price before discounts, when the sale fell in the period; else 0.</param>
/// <param name="Commission">What the platform kept of it.</param>
/// <param name="Tax">The tax in it.</param>
/// <param name="Discounts">The discounts in it that a merchant itself funds; 0 for a provider.</param>
/// <param name="Tips">Tips.</param>
/// <param name="Net">What moved the balance, payouts left out: for a provider gross less commission and tax, with tips, less what was taken back.</param>
/// <param name="PaidOut">What was paid out: transferred, on its way, or netted.</param>
/// <param name="Netted">What of that was netted with what was taken at the door.</param>
/// <param name="Cash">What the provider took at the door in cash; in no balance here.</param>
/// <param name="CardAtDoor">What it took there by card, at its own terminal; likewise.</param>
public sealed record StatementLine(
    JobId Job, string Currency, DateTimeOffset At, long Gross, long Commission, long Tax, long Discounts, long Tips, long Net, long PaidOut, long Netted = 0, long Cash = 0, long CardAtDoor = 0);

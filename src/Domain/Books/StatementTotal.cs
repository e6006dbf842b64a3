namespace O2O.Dispatch.Domain.Books;

/// <summary>A statement in one currency: opening + net - paid out = closing.</summary>
/// <param name="Currency">The currency's code.</param>
/// <param name="Opening">What was owed as the period begins; negative when it is the other way round.</param>
/// <param name="Gross">The sum of the lines.</param>
/// <param name="Commission">The sum of the lines.</param>
/// <param name="Tax">The sum of the lines.</param>
/// <param name="Discounts">The sum of the lines.</param>
/// <param name="Tips">The sum of the lines.</param>
/// <param name="Net">The sum of the lines.</param>
/// <param name="PaidOut">The sum of the lines.</param>
/// <param name="Closing">What is owed as it ends.</param>
/// <param name="Netted">What of <paramref name="PaidOut"/> was netted with what was taken at the door.</param>
/// <param name="Cash">What the provider took at the door in cash; in no balance here.</param>
/// <param name="CardAtDoor">What it took there by card, at its own terminal; likewise.</param>
public sealed record StatementTotal(
    string Currency, long Opening, long Gross, long Commission, long Tax, long Discounts, long Tips, long Net, long PaidOut, long Closing, long Netted = 0, long Cash = 0, long CardAtDoor = 0);

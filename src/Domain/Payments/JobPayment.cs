namespace O2O.Dispatch.Domain.Payments;

/// <summary>The payment region of a job. Authorised = captured + released once it is settled.</summary>
/// <param name="Status">Where it stands.</param>
/// <param name="Intent">The gateway's id; null until the gateway answered.</param>
/// <param name="Authorised">What is or was held.</param>
/// <param name="Captured">What was taken.</param>
/// <param name="Released">What was let go.</param>
public sealed record JobPayment(PaymentStatus Status, string? Intent, Money.Money Authorised, Money.Money Captured, Money.Money Released)
{
    /// <summary>A payment of which nothing is known yet but that it is asked for.</summary>
    public static JobPayment Asked(Money.Currency currency) =>
        new(PaymentStatus.Authorizing, null, Money.Money.Zero(currency), Money.Money.Zero(currency), Money.Money.Zero(currency));
}

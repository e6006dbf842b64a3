namespace O2O.Dispatch.Api.Jobs;

/// <summary>Which events of a job tell what becomes of its money and not of the service: who follows a job by a link hears no name of them, and their types of webhooks are the payment's.</summary>
internal static class MoneyEvents
{
    private static readonly string[] Beginnings =
    [
        "payment_", "hold_", "prior_hold_", "capture_", "gateway_fee_", "confirmation_", "refund_", "dispute_", "tip_", "rest_", "cash_", "card_", "transfer_", "late_transfer_", "fare_cap_",
    ];

    /// <summary>Whether an event is about money.</summary>
    /// <param name="name">As it is stored.</param>
    public static bool Is(string name) => Array.Exists(Beginnings, begin => name.StartsWith(begin, StringComparison.Ordinal));
}

namespace O2O.Dispatch.Payments.Sandbox.Core;

/// <summary>A card and what happens to payments with it.</summary>
internal sealed record TestCard(string Token, string Number, string Brand, string Last4, string Country = "US", string Funding = "credit")
{
    /// <summary>The error code of every charge; null for a card that pays.</summary>
    public string? Code { get; init; }

    /// <summary>The bank's reason for it.</summary>
    public string? DeclineCode { get; init; }

    /// <summary>Whether saving it is declined too.</summary>
    public bool DeclinesAttach { get; init; } = true;

    /// <summary>When the cardholder is asked: never, always, or unless the card was set up before.</summary>
    public Asking Asks { get; init; }

    public string? Dispute { get; init; }

    public bool RefundFails { get; init; }

    /// <summary>Whether refunds are told as paid and fail a minute later.</summary>
    public bool RefundFailsLater { get; init; }

    public bool Incremental { get; init; } = true;

    public bool IncrementDeclined { get; init; }

    /// <summary>What goes wrong with every request about a payment with it.</summary>
    public SandboxFault Fault { get; init; }

    public enum Asking
    {
        Never,
        Always,
        UnlessSetUp,
    }

    /// <summary>The cards that integrators know, and some of our own, named after what they do.</summary>
    public static IReadOnlyList<TestCard> All { get; } =
    [
        new("visa", "4242424242424242", "visa", "4242"),
        new("visa_debit", "4000056655665556", "visa", "5556", Funding: "debit"),
        new("mastercard", "5555555555554444", "mastercard", "4444"),
        new("mastercard_debit", "5200828282828210", "mastercard", "8210", Funding: "debit"),
        new("amex", "378282246310005", "amex", "0005"),
        new("discover", "6011111111111117", "discover", "1117"),
        new("jcb", "3566002020360505", "jcb", "0505", "JP"),
        new("gb", "4000008260000000", "visa", "0000", "GB"),
        Declined("chargeDeclined", "4000000000000002", "card_declined", "generic_decline"),
        Declined("visa_chargeDeclined", "4000000000000002", "card_declined", "generic_decline"),
        Declined("visa_chargeDeclinedInsufficientFunds", "4000000000009995", "card_declined", "insufficient_funds"),
        Declined("chargeDeclinedInsufficientFunds", "4000000000009995", "card_declined", "insufficient_funds"),
        Declined("visa_chargeDeclinedLostCard", "4000000000009987", "card_declined", "lost_card"),
        Declined("visa_chargeDeclinedStolenCard", "4000000000009979", "card_declined", "stolen_card"),
        Declined("visa_chargeDeclinedFraudulent", "4100000000000019", "card_declined", "fraudulent"),
        Declined("chargeDeclinedFraudulent", "4100000000000019", "card_declined", "fraudulent"),
        Declined("chargeDeclinedExpiredCard", "4000000000000069", "expired_card", "expired_card"),
        Declined("chargeDeclinedIncorrectCvc", "4000000000000127", "incorrect_cvc", "incorrect_cvc"),
        Declined("chargeDeclinedProcessingError", "4000000000000119", "processing_error", "processing_error"),
        Declined("chargeCustomerFail", "4000000000000341", "card_declined", "generic_decline") with { DeclinesAttach = false },
        new("authenticationRequired", "4000002760003184", "visa", "3184") { Asks = Asking.Always },
        new("authenticationRequiredOnSetup", "4000002500003155", "visa", "3155") { Asks = Asking.UnlessSetUp },
        new("threeDSecure2Required", "4000000000003220", "visa", "3220") { Asks = Asking.Always },
        new("threeDSecureRequired", "4000000000003063", "visa", "3063") { Asks = Asking.Always },
        new("createDispute", "4000000000000259", "visa", "0259") { Dispute = "fraudulent" },
        new("createDisputeProductNotReceived", "4000000000002685", "visa", "2685") { Dispute = "product_not_received" },
        new("refundFail", "4000000000005126", "visa", "5126") { RefundFails = true },
        new("sandboxNoIncrement", "4000000000770001", "visa", "0001") { Incremental = false },
        new("sandboxIncrementDeclined", "4000000000770002", "visa", "0002") { IncrementDeclined = true },
        new("sandboxTimeOutAfter", "4000000000770003", "visa", "0003") { Fault = SandboxFault.TimeOutAfter },
        new("sandboxError500", "4000000000770004", "visa", "0004") { Fault = SandboxFault.Error500 },
        new("sandboxError500After", "4000000000770005", "visa", "0005") { Fault = SandboxFault.Error500After },
        new("sandboxSlow", "4000000000770006", "visa", "0006") { Fault = SandboxFault.Slow },
        new("sandboxDuplicateWebhook", "4000000000770007", "visa", "0007") { Fault = SandboxFault.DuplicateWebhook },
        new("sandboxEarlyWebhook", "4000000000770008", "visa", "0008") { Fault = SandboxFault.EarlyWebhook },
        new("sandboxRefundFailsLater", "4000000000770009", "visa", "0009") { RefundFailsLater = true },

        // The names of the in-process gateway's methods, so that the same customers pay by either.
        new("ok", "4242424242424242", "visa", "4242"),
        Declined("declined", "4000000000000002", "card_declined", "generic_decline"),
        new("needs_action", "4000000000003220", "visa", "3220") { Asks = Asking.Always },
        new("times_out_after_doing", "4000000000770003", "visa", "0003") { Fault = SandboxFault.TimeOutAfter },
        new("answers_late", "4000000000770006", "visa", "0006") { Fault = SandboxFault.Slow },
    ];

    /// <summary>No card: what a bank transfer is paid with. It has no name by which it could be asked for.</summary>
    public static TestCard Transfer { get; } = new("", "", "transfer", "");

    public static TestCard? OfToken(string token) => All.FirstOrDefault(card => token == "pm_card_" + card.Token || token == "tok_" + card.Token);

    public static TestCard? OfNumber(string number) => All.FirstOrDefault(card => card.Number == number);

    private static TestCard Declined(string token, string number, string code, string decline) => new(token, number, "visa", number[^4..]) { Code = code, DeclineCode = decline };
}

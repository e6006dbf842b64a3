using O2O.Dispatch.Domain.Money;

namespace O2O.Dispatch.Payments;

/// <summary>The gateway's answer to one request; the same for every repetition of it.</summary>
/// <param name="Outcome">What it did.</param>
/// <param name="Intent">Its id of the payment; null when it made none.</param>
/// <param name="Amount">What is held, was captured, was let go, or went back.</param>
/// <param name="Code">Its reason for anything but done.</param>
public sealed record GatewayAnswer(GatewayOutcome Outcome, string? Intent, Money Amount, string? Code)
{
    /// <summary>With what the customer confirms; null when there is nothing to confirm. A secret of the customer's.</summary>
    public string? Action { get; init; }

    /// <summary>From this instant on a hold is void; null when the gateway names none.</summary>
    public DateTimeOffset? HeldUntil { get; init; }

    /// <summary>What the gateway kept of a capture, a charge or a refund, in the currency of the amount; null when it is not known or there is none.</summary>
    public Money? Fee { get; init; }

    /// <summary>Its id of a refund; null for anything else.</summary>
    public string? Reference { get; init; }
}

using O2O.Dispatch.Domain.Money;

namespace O2O.Dispatch.Payments;

/// <summary>The gateway's answer to one request; the same for every repetition of it.</summary>
/// <param name="Outcome">What it did.</param>
/// <param name="Intent">Its id of the payment; null when it made none.</param>
/// <param name="Amount">What is held, was captured, or was let go.</param>
/// <param name="Code">Its reason for anything but done.</param>
public sealed record GatewayAnswer(GatewayOutcome Outcome, string? Intent, Money Amount, string? Code);

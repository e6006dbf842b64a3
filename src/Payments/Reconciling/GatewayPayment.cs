using O2O.Dispatch.Domain.Jobs;

namespace O2O.Dispatch.Payments.Reconciling;

/// <summary>A payment as the gateway has it.</summary>
/// <param name="Intent">The gateway's id.</param>
/// <param name="Job">The job that its metadata names; null when it names none.</param>
/// <param name="Epoch">The epoch that its metadata names; 0 when it names none.</param>
/// <param name="Standing">Where it stands.</param>
/// <param name="Currency">ISO 4217, upper case.</param>
/// <param name="AmountMinorUnits">What it is about.</param>
/// <param name="CapturedMinorUnits">What was taken.</param>
/// <param name="RefundedMinorUnits">What was paid back, as far as the list that was read says; 0 for a single look-up.</param>
/// <param name="WasHeld">Whether money was held at any time.</param>
/// <param name="Code">The last error's code; null for none.</param>
/// <param name="CreatedAt">When it began.</param>
/// <param name="Tip">The number of the tip that it pays, by its metadata; 0 when it pays the job itself.</param>
public sealed record GatewayPayment(
    string Intent,
    JobId? Job,
    int Epoch,
    GatewayStanding Standing,
    string Currency,
    long AmountMinorUnits,
    long CapturedMinorUnits,
    long RefundedMinorUnits,
    bool WasHeld,
    string? Code,
    DateTimeOffset CreatedAt,
    int Tip = 0)
{
    /// <summary>The number of the rest that it pays, by its metadata; 0 when it pays something else.</summary>
    public int Rest { get; init; }

    /// <summary>With what the customer's app lets the customer confirm it; null when there is nothing to confirm.</summary>
    public string? Action { get; init; }

    /// <summary>Its disputes; null where they were not looked up.</summary>
    public IReadOnlyList<GatewayDispute>? Disputes { get; init; }

    /// <summary>The top-up of a wallet that it is for, by its metadata; null when it is for a job.</summary>
    public Guid? TopUp { get; init; }

    /// <summary>Its refunds; null where they were not looked up.</summary>
    public IReadOnlyList<GatewayRefund>? Refunds { get; init; }

    /// <summary>Whether the gateway refuses to tell of it: then nothing but its id is known.</summary>
    public bool IsUntold { get; init; }

    /// <summary>A payment that the gateway refuses to tell of.</summary>
    public static GatewayPayment Untold(string intent) =>
        new(intent, null, 0, GatewayStanding.Unfinished, string.Empty, 0, 0, 0, false, null, DateTimeOffset.UnixEpoch) { IsUntold = true };
}

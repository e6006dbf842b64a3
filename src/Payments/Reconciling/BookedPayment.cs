using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Payments;

namespace O2O.Dispatch.Payments.Reconciling;

/// <summary>A payment as our own books have it.</summary>
/// <param name="Job">The job.</param>
/// <param name="JobEnded">Whether the job is at an end.</param>
/// <param name="Status">Where the payment stands.</param>
/// <param name="Intent">The gateway's id; null when the job knows of none.</param>
/// <param name="Currency">ISO 4217, upper case.</param>
/// <param name="CapturedMinorUnits">What the job says was taken.</param>
/// <param name="LedgerMinorUnits">What the ledger says was taken, tips left out.</param>
/// <param name="Tip">The tip, which is a payment of its own; null for none.</param>
public sealed record BookedPayment(JobId Job, bool JobEnded, PaymentStatus Status, string? Intent, string Currency, long CapturedMinorUnits, long LedgerMinorUnits, JobTip? Tip = null)
{
    /// <summary>What the hold did not cover, which is a payment of its own and counted in both amounts once it is paid; null for none.</summary>
    public JobRest? Rest { get; init; }

    /// <summary>The refunds; null for none.</summary>
    public JobRefunds? Refunds { get; init; }

    /// <summary>The disputes, of the price and of the tip; null for none.</summary>
    public JobDisputes? Disputes { get; init; }

    /// <summary>What was taken of the hold itself.</summary>
    public long OfHoldMinorUnits => CapturedMinorUnits - (Rest is { Status: RestStatus.Paid } rest ? rest.Amount.MinorUnits : 0);
}

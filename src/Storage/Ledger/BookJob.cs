using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Payments;

namespace O2O.Dispatch.Storage.Ledger;

/// <summary>What the books ask of a job.</summary>
/// <param name="Id">The job.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Payment">Where its payment stands.</param>
/// <param name="Currency">Its currency.</param>
/// <param name="Customer">Its customer's account.</param>
/// <param name="Operator">Whose books.</param>
/// <param name="Merchant">Its merchant; null when it has none.</param>
/// <param name="Provider">Its provider's account; null when nobody has it.</param>
/// <param name="Authorised">What was held.</param>
/// <param name="Captured">What was taken.</param>
/// <param name="Released">What was let go.</param>
/// <param name="State">Its state as JSON; null when the recorded settlement is not looked at.</param>
/// <param name="Order">Its order as JSON; null when it is not asked for, or there is none.</param>
internal sealed record BookJob(
    Guid Id,
    JobStatus Status,
    PaymentStatus Payment,
    string Currency,
    string Customer,
    string Operator,
    Guid? Merchant,
    string? Provider,
    long Authorised,
    long Captured,
    long Released,
    byte[]? State,
    byte[]? Order)
{
    /// <summary>Whether its order has to say what is paid with: where something was held and nothing is awaited, nothing is paid at the door, nor by a transfer that is still to come.</summary>
    public bool AsksOrder => Authorised == 0 || Payment == PaymentStatus.RequiresAction;

    /// <summary>The same as a condition of both stores on a row of <c>jobs</c>.</summary>
    internal const string AsksOrderSql = "authorised_minor_units = 0 OR payment_status = 'requires_action'";
}

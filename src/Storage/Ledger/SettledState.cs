using O2O.Dispatch.Domain.Fares;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Payments;
using O2O.Dispatch.Domain.Payouts;

namespace O2O.Dispatch.Storage.Ledger;

/// <summary>Of a job's stored state, what the books are held against.</summary>
/// <param name="Settlement">How the final price was divided; null when there is none.</param>
/// <param name="Payment">What was given to the provider; null when the state has no payment.</param>
internal sealed record SettledState(Settlement? Settlement, SettledPayment? Payment = null);

/// <summary>Of a job's stored payment, what the books are held against.</summary>
/// <param name="Transfers">What was given to the provider; null for nothing.</param>
/// <param name="Rest">What of the price the hold did not cover; null when it covered all.</param>
/// <param name="Tip">The tip; null for none.</param>
/// <param name="Refunds">What was paid back; null for nothing.</param>
/// <param name="HoldsArePending">True when its holds stand in the ledger; null when not.</param>
/// <param name="Asked">How much the latest hold was asked to be; null for what the order says.</param>
internal sealed record SettledPayment(JobTransfers? Transfers, JobRest? Rest = null, JobTip? Tip = null, JobRefunds? Refunds = null, bool? HoldsArePending = null, Money? Asked = null);

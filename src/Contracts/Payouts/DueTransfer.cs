using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Payouts;

namespace O2O.Dispatch.Contracts.Payouts;

/// <summary>A job whose earnings are to be given to its payee.</summary>
/// <param name="Job">The job; it stands in the queue once for each of its payees.</param>
/// <param name="Payee">Who earned.</param>
/// <param name="Currency">In what.</param>
/// <param name="DueAt">Not before.</param>
/// <param name="Tries">How often it was put off.</param>
public sealed record DueTransfer(JobId Job, Payee Payee, Currency Currency, DateTimeOffset DueAt, int Tries);

using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Payouts;

namespace O2O.Dispatch.Contracts.Payouts;

/// <summary>
/// What was decided for a payee and is not known to be done: while it stands nothing else is decided for it in that currency. It belongs to nobody: whoever finds it carries it out, and twice is as once.
/// </summary>
/// <param name="Payee">For whom.</param>
/// <param name="Currency">In what.</param>
/// <param name="Job">Whose earnings.</param>
/// <param name="Number">Of the job's transfer.</param>
/// <param name="Transfer">To the account at the gateway, in minor units.</param>
/// <param name="Netted">Against what the payee owes, in minor units.</param>
/// <param name="Account">The gateway's id of the account; empty when nothing goes there.</param>
public sealed record PayeeClaim(Payee Payee, Currency Currency, JobId Job, int Number, long Transfer, long Netted, string Account);

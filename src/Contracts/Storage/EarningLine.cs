using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Money;

namespace O2O.Dispatch.Contracts.Storage;

/// <summary>What a provider earned with one job.</summary>
/// <param name="Job">The job.</param>
/// <param name="Amount">Credits less debits of its payable account.</param>
/// <param name="At">When the last of them was posted.</param>
public sealed record EarningLine(JobId Job, Money Amount, DateTimeOffset At);

using O2O.Dispatch.Domain.Jobs;

namespace O2O.Dispatch.Contracts.Storage;

/// <summary>Something in the books that does not agree.</summary>
/// <param name="Rule">Which rule it breaks, snake_case; docs/reference/ledger.md lists them.</param>
/// <param name="Job">Of which job; null for what is about all of them.</param>
/// <param name="Key">Of which transfer; null when it is about several.</param>
/// <param name="ExpectedMinorUnits">What should be.</param>
/// <param name="FoundMinorUnits">What is.</param>
/// <param name="OffMinorUnits">How much does not agree, above zero.</param>
/// <param name="Detail">In words.</param>
public sealed record LedgerFault(string Rule, JobId? Job, string? Key, long ExpectedMinorUnits, long FoundMinorUnits, long OffMinorUnits, string Detail);

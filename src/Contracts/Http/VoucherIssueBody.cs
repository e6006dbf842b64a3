namespace O2O.Dispatch.Contracts.Http;

/// <summary>A voucher to issue.</summary>
/// <param name="CustomerId">Whose it is; null for the first who enters its code.</param>
/// <param name="Source">link, referral, partner or operator. Default: operator.</param>
/// <param name="Reference">What it comes from, at most 100 characters: the campaign gives one voucher for each. Null for the request's key.</param>
public sealed record VoucherIssueBody(Guid? CustomerId = null, string? Source = null, string? Reference = null);

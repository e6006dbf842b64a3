namespace O2O.Dispatch.Contracts.Http;

/// <summary>A link that gives a voucher.</summary>
/// <param name="Token">What <c>POST /v1/vouchers/claim</c> takes.</param>
/// <param name="Link">Where it leads, on the server of the pages.</param>
/// <param name="ExpiresAt">From when on it gives nothing.</param>
public sealed record ClaimLinkResource(string Token, string Link, DateTimeOffset ExpiresAt);

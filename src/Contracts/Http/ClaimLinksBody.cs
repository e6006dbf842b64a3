namespace O2O.Dispatch.Contracts.Http;

/// <summary>Links for one voucher each.</summary>
/// <param name="Count">How many, 1 to 1,000.</param>
/// <param name="Source">By a key game, its default, or partner; by an operator link.</param>
/// <param name="ValidSeconds">How long they are good for; left out, until the campaign ends, and never longer.</param>
public sealed record ClaimLinksBody(int Count = 1, string? Source = null, double? ValidSeconds = null);

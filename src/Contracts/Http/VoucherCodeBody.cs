namespace O2O.Dispatch.Contracts.Http;

/// <summary>A code that a customer enters.</summary>
/// <param name="Code">As it was typed or scanned: letters in either case, spaces and hyphens do not count.</param>
public sealed record VoucherCodeBody(string Code);

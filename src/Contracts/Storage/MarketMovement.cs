using O2O.Dispatch.Domain.Books;

namespace O2O.Dispatch.Contracts.Storage;

/// <summary>What was posted for the jobs of a market and service class between two kinds of accounts for one cause.</summary>
/// <param name="Market">The market.</param>
/// <param name="ServiceClass">The service class.</param>
/// <param name="Currency">The currency's code.</param>
/// <param name="Transfers">How many transfers.</param>
/// <param name="Move">Their sum.</param>
public sealed record MarketMovement(string Market, string ServiceClass, string Currency, long Transfers, BookMove Move);

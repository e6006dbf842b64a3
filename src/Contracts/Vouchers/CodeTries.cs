namespace O2O.Dispatch.Contracts.Vouchers;

/// <summary>A customer's tries to enter codes.</summary>
/// <param name="Count">So many, this one among them.</param>
/// <param name="Until">From then on they count no more.</param>
public readonly record struct CodeTries(int Count, DateTimeOffset Until);

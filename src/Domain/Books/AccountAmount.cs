namespace O2O.Dispatch.Domain.Books;

/// <summary>What a kind of account came to.</summary>
/// <param name="Account">The kind's name.</param>
/// <param name="MinorUnits">Credits less debits.</param>
public readonly record struct AccountAmount(string Account, long MinorUnits);

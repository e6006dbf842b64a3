using System.Collections.Immutable;

namespace O2O.Dispatch.Contracts.Http;

/// <summary>A customer's wallets and what happened to them.</summary>
/// <param name="Balances">By operator and currency; empty for who never had anything.</param>
/// <param name="Entries">The latest first.</param>
public sealed record WalletResource(ImmutableArray<WalletBalanceResource> Balances, Page<WalletEntryResource> Entries);

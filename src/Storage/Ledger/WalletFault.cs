namespace O2O.Dispatch.Storage.Ledger;

/// <summary>Something that does not agree about a wallet.</summary>
/// <param name="Rule">What.</param>
/// <param name="What">The wallet, or the payment out of it.</param>
/// <param name="Expected">What it should come to, in minor units.</param>
/// <param name="Actual">What it comes to.</param>
internal sealed record WalletFault(string Rule, string What, long Expected, long Actual);

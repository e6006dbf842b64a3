namespace O2O.Dispatch.Storage.Ledger;

/// <summary>Something that does not agree about a wallet, or about paid visits.</summary>
/// <param name="Rule">What.</param>
/// <param name="What">The wallet, or the payment out of it; the job or placement of a visit.</param>
/// <param name="Expected">What it should come to, in minor units.</param>
/// <param name="Actual">What it comes to.</param>
internal sealed record WalletFault(string Rule, string What, long Expected, long Actual);

namespace O2O.Dispatch.Storage.Ledger;

/// <summary>A sum that the store itself makes and that does not agree: of a wallet, of paid visits, of a campaign's vouchers.</summary>
/// <param name="Rule">What.</param>
/// <param name="What">The wallet, or the payment out of it; the job or placement of a visit; the voucher or the campaign.</param>
/// <param name="Expected">What it should come to, in minor units or uses.</param>
/// <param name="Actual">What it comes to.</param>
internal sealed record SumFault(string Rule, string What, long Expected, long Actual);

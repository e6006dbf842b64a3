namespace O2O.Dispatch.Domain.Payouts;

/// <summary>How much of a job's line is given, and how.</summary>
/// <param name="Transfer">To the account at the gateway.</param>
/// <param name="Netted">Against what the payee owes.</param>
public readonly record struct TransferAmounts(long Transfer, long Netted)
{
    /// <summary>
    /// Divides. The line of a job is given as far as the account carries it: what debts of other jobs take, which are over and given already, is held back, and never more than the account holds is given.
    /// What the payee owes is netted first.
    /// </summary>
    /// <param name="line">What the job has left on the account, in minor units.</param>
    /// <param name="balance">What the account holds in all.</param>
    /// <param name="waiting">What of it belongs to other jobs whose turn has not come: the sum of their lines that are above zero.</param>
    /// <param name="owed">What the payee owes, such as cash in hand; zero or less for nothing.</param>
    public static TransferAmounts Of(long line, long balance, long waiting, long owed)
    {
        var given = Math.Max(0, Math.Min(line, Math.Min(balance, balance - waiting)));
        var netted = Math.Clamp(owed, 0, given);
        return new TransferAmounts(given - netted, netted);
    }
}

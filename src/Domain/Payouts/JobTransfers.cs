using System.Collections.Immutable;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Money;

namespace O2O.Dispatch.Domain.Payouts;

/// <summary>The transfers of a job, in order of their numbers.</summary>
/// <param name="Items">At least one.</param>
public sealed record JobTransfers(ImmutableArray<JobTransfer> Items)
{
    /// <summary>Two are equal when they have the same transfers.</summary>
    public bool Equals(JobTransfers? other) => other is not null && Items.SequenceEqual(other.Items);

    /// <inheritdoc/>
    public override int GetHashCode() => Items.Length;

    /// <summary>The latest of a payee; null when there is none.</summary>
    /// <param name="merchant">Whose; null for the job's provider.</param>
    public JobTransfer? Latest(MerchantId? merchant = null) => Items.LastOrDefault(transfer => transfer.Merchant == merchant);

    /// <summary>Whether one to a payee is under way.</summary>
    /// <param name="merchant">Whose; null for the job's provider.</param>
    public bool IsUnderWay(MerchantId? merchant) => Latest(merchant)?.Status == TransferStatus.Begun;

    /// <summary>The transfer with a number; null when there is none.</summary>
    public JobTransfer? Find(int number) => number >= 1 && number <= Items.Length ? Items[number - 1] : null;

    /// <summary>The transfers with one changed.</summary>
    public JobTransfers With(JobTransfer changed) => new(Items.SetItem(changed.Number - 1, changed));

    /// <summary>What was given to a payee: netted, transferred, or on its way.</summary>
    /// <param name="currency">The job's.</param>
    /// <param name="merchant">To whom; null for the job's provider.</param>
    public Money.Money Given(Currency currency, MerchantId? merchant)
    {
        var sum = Money.Money.Zero(currency);
        foreach (var transfer in Items.Where(transfer => transfer.Merchant == merchant))
        {
            sum += transfer.Netted;
            if (transfer.Status != TransferStatus.Failed)
            {
                sum += transfer.Amount;
            }
        }

        return sum;
    }
}

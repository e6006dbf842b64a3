using System.Collections.Immutable;
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

    /// <summary>The latest.</summary>
    public JobTransfer Latest() => Items[^1];

    /// <summary>The transfer with a number; null when there is none.</summary>
    public JobTransfer? Find(int number) => number >= 1 && number <= Items.Length ? Items[number - 1] : null;

    /// <summary>The transfers with one changed.</summary>
    public JobTransfers With(JobTransfer changed) => new(Items.SetItem(changed.Number - 1, changed));

    /// <summary>What was given to the provider: netted, transferred, or on its way.</summary>
    public Money.Money Given(Currency currency)
    {
        var sum = Money.Money.Zero(currency);
        foreach (var transfer in Items)
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

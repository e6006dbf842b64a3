using System.Collections.Immutable;

namespace O2O.Dispatch.Domain.Payments;

/// <summary>The disputes of a job, in the order they came.</summary>
/// <param name="Items">At least one.</param>
public sealed record JobDisputes(ImmutableArray<JobDispute> Items)
{
    /// <summary>Two are equal when they have the same disputes.</summary>
    public bool Equals(JobDisputes? other) => other is not null && Items.SequenceEqual(other.Items);

    /// <inheritdoc/>
    public override int GetHashCode() => Items.Length;

    /// <summary>Whether one is undecided.</summary>
    public bool HasOpen
    {
        get
        {
            foreach (var dispute in Items)
            {
                if (dispute.Status == DisputeStatus.Open)
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>The dispute with an id; null when there is none.</summary>
    public JobDispute? Find(string id)
    {
        foreach (var dispute in Items)
        {
            if (dispute.Id == id)
            {
                return dispute;
            }
        }

        return null;
    }

    /// <summary>The disputes with one changed.</summary>
    public JobDisputes With(JobDispute changed)
    {
        for (var i = 0; i < Items.Length; i++)
        {
            if (Items[i].Id == changed.Id)
            {
                return new JobDisputes(Items.SetItem(i, changed));
            }
        }

        throw new InvalidOperationException($"There is no dispute {changed.Id}.");
    }
}

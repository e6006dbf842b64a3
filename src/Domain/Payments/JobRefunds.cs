using System.Collections.Immutable;

namespace O2O.Dispatch.Domain.Payments;

/// <summary>The refunds of a job, of its price and of its tip, in order of their numbers.</summary>
/// <param name="Items">At least one.</param>
public sealed record JobRefunds(ImmutableArray<JobRefund> Items)
{
    /// <summary>Since when a refund that came back has found no other; null when none waits so.</summary>
    public DateTimeOffset? ReversedAt
    {
        get
        {
            DateTimeOffset? first = null;
            foreach (var refund in Items)
            {
                first = refund.ReversedAt is { } at && !(first < at) ? at : first;
            }

            return first;
        }
    }

    /// <summary>Two are equal when they have the same refunds.</summary>
    public bool Equals(JobRefunds? other) => other is not null && Items.SequenceEqual(other.Items);

    /// <inheritdoc/>
    public override int GetHashCode() => Items.Length;

    /// <summary>The refund with a number; null when there is none.</summary>
    public JobRefund? Find(int number) => number >= 1 && number <= Items.Length ? Items[number - 1] : null;

    /// <summary>The refunds with one more, which is what those of the same side that came back have waited for: of the price, or of the tip.</summary>
    /// <param name="before">Those before; null for none.</param>
    /// <param name="begun">The one more.</param>
    /// <param name="tip">The job's tip; null for none.</param>
    public static JobRefunds Adding(JobRefunds? before, JobRefund begun, JobTip? tip)
    {
        var items = before?.Items ?? [];
        for (var i = 0; i < items.Length; i++)
        {
            items = items[i].ReversedAt is null || items[i].IsOf(tip) != begun.IsOf(tip) ? items : items.SetItem(i, items[i] with { ReversedAt = null });
        }

        return new JobRefunds(items.Add(begun));
    }

    /// <summary>The refunds with one changed.</summary>
    public JobRefunds With(JobRefund changed) => new(Items.SetItem(changed.Number - 1, changed));
}

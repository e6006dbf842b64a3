using O2O.Dispatch.Contracts.Jobs;

namespace O2O.Dispatch.Grains.Dispatch;

/// <summary>A job as a shard keeps it.</summary>
internal sealed class ShardJob(JobView view, int key)
{
    /// <summary>The newest view.</summary>
    public JobView View { get; set; } = view;

    /// <summary>Its number in this shard, ascending by arrival.</summary>
    public int Key { get; } = key;

    /// <summary>The road node of its pick-up; -1 when it is off the map.</summary>
    public int PickUpNode { get; set; } = -1;

    /// <summary>The slot of the provider that has it; -1 when nobody has.</summary>
    public int BoundSlot { get; set; } = -1;

    /// <summary>The offer that is out; empty when none.</summary>
    public Guid Offer { get; set; }

    /// <summary>To which slot.</summary>
    public int OfferSlot { get; set; } = -1;

    /// <summary>When the offer lapses.</summary>
    public DateTimeOffset OfferExpiresAt { get; set; }

    /// <summary>Slots that this attempt is not offered to: excluded, declined, timed out.</summary>
    public List<int> ExcludedSlots { get; } = [];

    /// <summary>Whether it can be offered now.</summary>
    public bool IsOpen => View.State == JobState.Matching && Offer == Guid.Empty;
}

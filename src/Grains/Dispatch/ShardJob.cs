using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Jobs;

namespace O2O.Dispatch.Grains.Dispatch;

/// <summary>A job as a shard keeps it.</summary>
internal sealed class ShardJob(JobView view, int key)
{
    /// <summary>The newest view.</summary>
    public JobView View { get; set; } = view;

    /// <summary>Its number in this shard, ascending by arrival.</summary>
    public int Key { get; } = key;

    /// <summary>Since when it has been waiting for a provider, in this attempt.</summary>
    public DateTimeOffset OpenSince { get; set; } = view.ChangedAt;

    /// <summary>What whoever gets it has to be able to do, as it was ordered; null for nothing.</summary>
    public ImmutableArray<string>? Asks { get; } = view.Sale?.Skills;

    /// <summary>The road nodes of its stops; empty until the map is known.</summary>
    public int[] Nodes { get; set; } = [];

    /// <summary>The road node of its pick-up; -1 until the map is known.</summary>
    public int PickUpNode => Nodes.Length == 0 ? -1 : Nodes[0];

    /// <summary>The slot of the provider that has it; -1 when nobody has.</summary>
    public int BoundSlot { get; set; } = -1;

    /// <summary>Whether its provider was sent on its way: until then a booked job is a promise, and no part of what the provider is busy with.</summary>
    public bool IsSentOff { get; set; }

    /// <summary>Whether it stands among what its provider has promised rather than in its plan.</summary>
    public bool IsHeldAsPromise { get; set; }

    /// <summary>When its provider was last asked to let it go because it would be late.</summary>
    public DateTimeOffset LateToldAt { get; set; }

    /// <summary>After a try to send its provider that failed: not to be sent before.</summary>
    public DateTimeOffset SendNotBefore { get; set; }

    /// <summary>Whether whoever has it has only promised it.</summary>
    public bool IsPromise => View is { State: JobState.Accepted, BookedFor: not null } && !IsSentOff;

    /// <summary>What its provider had driven when it took the job, in metres.</summary>
    public double DrivenBefore { get; set; }

    /// <summary>The offer that is out; empty when none.</summary>
    public Guid Offer { get; set; }

    /// <summary>To which slot.</summary>
    public int OfferSlot { get; set; } = -1;

    /// <summary>The slot of the provider that had the job when it was offered; -1 when nobody had.</summary>
    public int OfferHolder { get; set; } = -1;

    /// <summary>The node from which the provider would set out; -1 for an offer from before a restart.</summary>
    public int OfferFrom { get; set; }

    /// <summary>The commitments that whoever is offered it was found to keep with it.</summary>
    public ImmutableArray<Guid> OfferKeeps { get; set; } = [];

    /// <summary>The way its provider has set out on; null when it is not known.</summary>
    public Heading? Heading { get; set; }

    /// <summary>When the offer lapses.</summary>
    public DateTimeOffset OfferExpiresAt { get; set; }

    /// <summary>Whether nobody knows if the offer is before its provider: it is taken back as soon as that can be said.</summary>
    public bool OfferIsUnknown { get; set; }

    /// <summary>A provider of whom it was not known once whether the offer was before it; the second time it is asked no more. -1 for none.</summary>
    public int UnknownSlot { get; set; } = -1;

    /// <summary>Slots that this attempt is not offered to: excluded, declined, timed out.</summary>
    public List<int> ExcludedSlots { get; } = [];

    /// <summary>Whether it can be offered now.</summary>
    public bool IsOpen => View.State == JobState.Matching && Offer == Guid.Empty;

    /// <summary>Whether a provider that has both does this one later. A plan is filled from behind, so the one promised sooner comes first.</summary>
    public bool ComesAfter(ShardJob other) => IsOnTheWay && (!other.IsOnTheWay || View.PickUpDue > other.View.PickUpDue);

    /// <summary>Whether a provider has it and has not reached the pick-up.</summary>
    public bool IsOnTheWay => View.State is JobState.Accepted or JobState.EnRouteToPickup;

    /// <summary>Whether the offer that is out may still be accepted: the job is as open, or in the same hands, as when it was made.</summary>
    public bool OfferStands => OfferHolder < 0 ? View.State == JobState.Matching : IsOnTheWay && BoundSlot == OfferHolder;
}

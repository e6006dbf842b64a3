using System.Collections.Immutable;

namespace O2O.Dispatch.Grains.Dispatch;

/// <summary>A part of a round's plan: a job goes to a provider.</summary>
/// <param name="Job">The job.</param>
/// <param name="Slot">To whom.</param>
/// <param name="Holder">The slot of who has it; -1 when nobody has.</param>
/// <param name="From">The node it sets out from.</param>
/// <param name="Due">The expected arrival at the pick-up.</param>
/// <param name="Keeps">The commitments that the provider keeps with it.</param>
/// <param name="TakenBy">The latest acceptance with which it does; null for any.</param>
internal sealed record PlanStep(ShardJob Job, int Slot, int Holder, int From, DateTimeOffset Due, ImmutableArray<Guid> Keeps, DateTimeOffset? TakenBy);

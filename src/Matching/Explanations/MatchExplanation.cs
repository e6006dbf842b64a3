using O2O.Dispatch.Matching.Commitments;
using O2O.Dispatch.Matching.Skills;

namespace O2O.Dispatch.Matching.Explanations;

/// <summary>How one request was decided in one round: its best candidates with what they cost, who was filtered and why, the runner-up. Bounded: some 300 bytes.</summary>
/// <param name="RequestKey">The key of the request.</param>
/// <param name="RoundMilliseconds">The round's time.</param>
/// <param name="ChosenSlot">The vehicle it got, or <see cref="MatchingRequest.Nobody"/>.</param>
/// <param name="HeldBySlot">The vehicle that held it before, or <see cref="MatchingRequest.Nobody"/>.</param>
/// <param name="Candidates">Its cheapest candidates, cheapest first, at most <see cref="MostCandidates"/>; the chosen one is among them, last if it is dearer than all.</param>
/// <param name="Filtered">How many vehicles of the round could not have it, by reason.</param>
/// <param name="Reason">Why it got none; null when it got one.</param>
/// <param name="AgePriceMilliseconds">What staying unmatched would have counted, or did.</param>
public sealed record MatchExplanation(
    int RequestKey,
    long RoundMilliseconds,
    int ChosenSlot,
    int HeldBySlot,
    IReadOnlyList<ExplainedCandidate> Candidates,
    FilteredCounts Filtered,
    UnmatchedReason? Reason,
    long AgePriceMilliseconds)
{
    /// <summary>How many candidates are kept.</summary>
    public const int MostCandidates = 8;

    /// <summary>Vehicles that could have had it but for a booked job that they have promised, by slot, at most <see cref="CommitmentBook.MostNamed"/>.</summary>
    public IReadOnlyList<int> Committed { get; init; } = [];

    /// <summary>Vehicles that could have had it but for a skill that it asks for, by slot, at most <see cref="SkillBook.MostNamed"/>.</summary>
    public IReadOnlyList<int> Unskilled { get; init; } = [];

    /// <summary>The cheapest candidate that was not chosen, or null when there was no other.</summary>
    public ExplainedCandidate? RunnerUp
    {
        get
        {
            foreach (var candidate in Candidates)
            {
                if (candidate.Slot != ChosenSlot)
                {
                    return candidate;
                }
            }

            return null;
        }
    }

    /// <summary>What the request paid for the good of all: the cost of the chosen vehicle less that of the cheapest candidate, milliseconds; 0 when it got its best, null when it got none.</summary>
    public long? RegretMilliseconds
    {
        get
        {
            foreach (var candidate in Candidates)
            {
                if (candidate.Slot == ChosenSlot)
                {
                    return candidate.CostMilliseconds - Candidates[0].CostMilliseconds;
                }
            }

            return null;
        }
    }

    /// <summary>Why the request passed by a vehicle.</summary>
    public PassedBy WhyNot(int vehicleSlot)
    {
        if (vehicleSlot == ChosenSlot)
        {
            return PassedBy.ItGotIt;
        }

        foreach (var candidate in Candidates)
        {
            if (candidate.Slot == vehicleSlot)
            {
                return candidate.GotRequestKey is not null && candidate.CostMilliseconds < ChosenCost ? PassedBy.GotAnother
                    : ChosenSlot == MatchingRequest.Nobody ? PassedBy.NobodyGotIt
                    : PassedBy.OtherWasSooner;
            }
        }

        return Committed.Contains(vehicleSlot) ? PassedBy.WouldMissCommitment
            : Unskilled.Contains(vehicleSlot) ? PassedBy.LacksSkill
            : PassedBy.NotAmongTheBest;
    }

    private long ChosenCost
    {
        get
        {
            foreach (var candidate in Candidates)
            {
                if (candidate.Slot == ChosenSlot)
                {
                    return candidate.CostMilliseconds;
                }
            }

            return long.MaxValue;
        }
    }
}

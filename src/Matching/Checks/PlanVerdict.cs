namespace O2O.Dispatch.Matching.Checks;

/// <summary>What the checker says of a plan.</summary>
/// <param name="Faults">Everything wrong with it, sentences for a person; empty when it is right.</param>
public sealed record PlanVerdict(IReadOnlyList<string> Faults)
{
    /// <summary>Whether the plan is right.</summary>
    public bool IsRight => Faults.Count == 0;

    /// <inheritdoc/>
    public override string ToString() => IsRight ? "the plan is right" : string.Join(Environment.NewLine, Faults);
}

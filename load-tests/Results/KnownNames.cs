namespace O2O.Dispatch.LoadTests.Results;

/// <summary>What the runs of a profile measure, and so what a thresholds file may name.</summary>
/// <param name="Scenarios">The steps of each scenario.</param>
/// <param name="Facts">Figures that no scenario has.</param>
internal sealed record KnownNames(IReadOnlyDictionary<string, string[]> Scenarios, IReadOnlyList<string> Facts)
{
    /// <summary>What is wrong with a line's names, and what there is; null when they are known.</summary>
    public string? Fault(ThresholdLine line)
    {
        if (line.Fact is { } fact)
        {
            return Facts.Contains(fact) ? null : $"'{fact}' is no fact of this profile; there are {string.Join(", ", Facts)}";
        }

        if (!Scenarios.TryGetValue(line.Scenario!, out var steps))
        {
            return $"'{line.Scenario}' is no scenario of this profile; there are {string.Join(", ", Scenarios.Keys)}";
        }

        return line.StepName is not { } step || steps.Contains(step) ? null
            : steps.Length == 0 ? $"'{line.Scenario}' has no steps in this profile"
            : $"'{step}' is no step of {line.Scenario}; there are {string.Join(", ", steps)}";
    }
}

using System.Linq.Expressions;
using NBomber.Contracts.Stats;

namespace NBomber.Contracts;

/// <summary>What must hold while a scenario runs and at its end.</summary>
public sealed class Threshold
{
    private Threshold(string stepName, Expression<Func<StepStats, bool>>? step, Expression<Func<ScenarioStats, bool>>? scenario, int? abortWhenErrorCount, TimeSpan? startCheckAfter) =>
        (StepName, CheckStep, CheckScenario, AbortWhenErrorCount, StartCheckAfter) = (stepName, step, scenario, abortWhenErrorCount, startCheckAfter);

    /// <summary>The step it is about; empty for the whole scenario.</summary>
    public string StepName { get; }

    /// <summary>Of a step; null when it is about the scenario.</summary>
    public Expression<Func<StepStats, bool>>? CheckStep { get; }

    /// <summary>Of the scenario; null when it is about a step.</summary>
    public Expression<Func<ScenarioStats, bool>>? CheckScenario { get; }

    /// <summary>The failed check that ends the run; null for none.</summary>
    public int? AbortWhenErrorCount { get; }

    /// <summary>No check before; null for from the start.</summary>
    public TimeSpan? StartCheckAfter { get; }

    /// <summary>About a whole scenario.</summary>
    /// <param name="checkScenario">True when all is well.</param>
    /// <param name="abortWhenErrorCount">The failed check that ends the run; null for none.</param>
    /// <param name="startCheckAfter">No check before.</param>
    public static Threshold Create(Expression<Func<ScenarioStats, bool>> checkScenario, int? abortWhenErrorCount = null, TimeSpan? startCheckAfter = null)
    {
        ArgumentNullException.ThrowIfNull(checkScenario);
        return new Threshold("", null, checkScenario, abortWhenErrorCount, startCheckAfter);
    }

    /// <summary>About one step.</summary>
    /// <param name="stepName">Which. A step that never ran has no statistics: its check has failed.</param>
    /// <param name="checkStep">True when all is well.</param>
    /// <param name="abortWhenErrorCount">The failed check that ends the run; null for none.</param>
    /// <param name="startCheckAfter">No check before.</param>
    public static Threshold Create(string stepName, Expression<Func<StepStats, bool>> checkStep, int? abortWhenErrorCount = null, TimeSpan? startCheckAfter = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(stepName);
        ArgumentNullException.ThrowIfNull(checkStep);
        return new Threshold(stepName, checkStep, null, abortWhenErrorCount, startCheckAfter);
    }
}

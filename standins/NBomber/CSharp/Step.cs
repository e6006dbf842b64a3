using NBomber.Contracts;
using NBomber.Engine;

namespace NBomber.CSharp;

/// <summary>A part of a scenario that is measured by itself.</summary>
public static class Step
{
    /// <summary>Runs and measures it. What it throws is a failure with the status -101.</summary>
    /// <param name="name">Names it in the statistics.</param>
    /// <param name="context">That of the iteration.</param>
    /// <param name="run">What to do.</param>
    /// <typeparam name="T">Of the response.</typeparam>
    public static Task<Response<T>> Run<T>(string name, IScenarioContext context, Func<Task<Response<T>>> run) => context is IterationContext iteration
        ? iteration.RunStep(name, run)
        : throw new ArgumentException("A step runs in the context that its scenario was given.", nameof(context));
}

using Orleans.Runtime;

namespace O2O.Dispatch.Embedded;

/// <summary>
/// The call would wait for ever: it closes a cycle of requests that wait for each other. The message names every chain of the cycle.
/// Orleans finds this only by the response time-out.
/// </summary>
public sealed class GrainDeadlockException : OrleansException
{
    internal GrainDeadlockException(string message, IReadOnlyList<string> chains)
        : base(message) => Chains = chains;

    /// <summary>The call chains, each from its first caller to the grain where it waits: "a/1.Foo -> b/2.Bar".</summary>
    public IReadOnlyList<string> Chains { get; }
}

namespace Orleans;

/// <summary>Runs around every call that leaves, in the caller's turn.</summary>
public interface IOutgoingGrainCallFilter
{
    /// <summary>Calls context.Invoke() to go on.</summary>
    Task Invoke(IOutgoingGrainCallContext context);
}

namespace Orleans;

/// <summary>Runs around every call that arrives, in the target's turn. A grain class may be its own last filter.</summary>
public interface IIncomingGrainCallFilter
{
    /// <summary>Calls context.Invoke() to go on.</summary>
    Task Invoke(IIncomingGrainCallContext context);
}

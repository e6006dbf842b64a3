using NBomber.Contracts;

namespace NBomber.Engine;

/// <summary>Ends an iteration whose step has failed.</summary>
internal sealed class StepFailedException(IResponse response) : Exception("A step of the scenario failed.")
{
    /// <summary>How the step ended.</summary>
    public IResponse Response => response;
}

namespace O2O.Dispatch.Embedded;

/// <summary>A piece of registered work, as the first caller of a chain.</summary>
internal sealed class WorkCall(string name) : GrainCall
{
    internal override string Describe() => name;

    internal override Task Start(Activation activation) => throw new InvalidOperationException("Work does not run on an activation.");

    internal override void End(Activation activation, Task outcome)
    {
    }
}

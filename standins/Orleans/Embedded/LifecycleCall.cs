namespace O2O.Dispatch.Embedded;

/// <summary>Activation or deactivation, as a request of its own, so that it takes part in call chains.</summary>
internal sealed class LifecycleCall(Activation activation, bool starts) : GrainCall
{
    internal override string Describe() => $"{activation.Name}.{(starts ? "OnActivateAsync" : "OnDeactivateAsync")}";

    internal override ulong Hash => activation.CallerHash;

    internal override Task Start(Activation target) => starts ? target.ActivateAsync() : target.DeactivateAsync();

    internal override void End(Activation target, Task outcome)
    {
        if (!starts)
            target.DeactivationEnded();
        else if (outcome.IsCompletedSuccessfully)
            target.Activated();
        else
            target.ActivationFailed(MethodCall.OutcomeOf(outcome));
    }
}

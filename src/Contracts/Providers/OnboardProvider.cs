using O2O.Dispatch.Contracts.Runtime;

namespace O2O.Dispatch.Contracts.Providers;

/// <summary>A step of a provider's onboarding. Repeating a step that has been made answers the same.</summary>
/// <param name="Stamp">Makes a repetition recognisable.</param>
/// <param name="Step">Which step.</param>
/// <param name="Name">For Apply: how the provider is called, 1 to 100 characters.</param>
/// <param name="Operator">For Apply: the business it works for.</param>
[GenerateSerializer, Immutable, Alias("o2o.onboard-provider")]
public sealed record OnboardProvider(
    [property: Id(0)] CommandStamp Stamp,
    [property: Id(1)] OnboardingStep Step,
    [property: Id(2)] string? Name,
    [property: Id(3)] string? Operator);

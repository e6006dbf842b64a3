namespace O2O.Dispatch.Contracts.Providers;

/// <summary>A step of a provider's onboarding.</summary>
[GenerateSerializer, Alias("o2o.onboarding-step")]
public enum OnboardingStep
{
    /// <summary>The provider applies.</summary>
    Apply = 0,

    /// <summary>An operator approves.</summary>
    Approve = 1,

    /// <summary>An operator suspends; a shift ends once its jobs are done.</summary>
    Suspend = 2,

    /// <summary>An operator lets it work again.</summary>
    Reinstate = 3,
}

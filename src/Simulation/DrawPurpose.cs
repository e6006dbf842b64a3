namespace O2O.Dispatch.Simulation;

/// <summary>What a draw decides. Each purpose draws apart from the others, so that a new one changes no old run.</summary>
internal enum DrawPurpose
{
    MinuteSpread = 1,
    StartNode = 2,
    Accept = 3,
    Lapse = 4,
    ThinkTime = 5,
    ProviderCancel = 6,
    ProviderCancelMoment = 7,
    ProviderSilent = 8,
    CustomerCancel = 9,
    CustomerCancelMoment = 10,
    PaymentMethod = 11,
}

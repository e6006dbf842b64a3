namespace NBomber.Contracts;

/// <summary>The models of load.</summary>
internal enum LoadKind
{
    RampingConstant,
    KeepConstant,
    RampingInject,
    Inject,
    Pause,
}

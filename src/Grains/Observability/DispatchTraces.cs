using System.Diagnostics;

namespace O2O.Dispatch.Grains.Observability;

/// <summary>Where the grains' spans come from. Nobody listening, none is made.</summary>
public static class DispatchTraces
{
    /// <summary>The name of the source.</summary>
    public const string SourceName = "O2O.Dispatch";

    /// <summary>The source.</summary>
    public static ActivitySource Source { get; } = new(SourceName);
}

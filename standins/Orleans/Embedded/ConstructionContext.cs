using Orleans.Runtime;

namespace O2O.Dispatch.Embedded;

/// <summary>Hands the activation to the constructor of <see cref="Orleans.Grain"/>, which takes no argument.</summary>
internal static class ConstructionContext
{
    [ThreadStatic]
    public static IGrainContext? Current;
}

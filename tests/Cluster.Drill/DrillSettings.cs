namespace O2O.Dispatch.Clusters.Drill;

/// <summary>What to do to the cluster.</summary>
/// <param name="PortBase">As scripts/cluster was told.</param>
/// <param name="Data">As scripts/cluster was told.</param>
/// <param name="Nodes">The API nodes.</param>
/// <param name="Jobs">Customers, each with one job after the other under way.</param>
/// <param name="Providers">Who drive them.</param>
/// <param name="Faults">What is done, in this order.</param>
/// <param name="Seed">Decides moments, victims and trips.</param>
/// <param name="Market">Where.</param>
/// <param name="Look">How often a provider looks what there is to do; a customer half as often.</param>
/// <param name="Road">How long a ride is on the road on average, half to one and a half of it, where nobody takes it on.</param>
/// <param name="Older">Binaries of an older version; null for none.</param>
public sealed record DrillSettings(int PortBase, string Data, IReadOnlyList<Uri> Nodes, int Jobs, int Providers, IReadOnlyList<string> Faults, int Seed, string Market, TimeSpan Look, TimeSpan Road, string? Older)
{
    /// <summary>The service class whose offers people answer themselves.</summary>
    public const string ServiceClass = "manual";

    /// <summary>A service class that nobody drives.</summary>
    public const string UndrivenClass = "ride";

    /// <summary>The payment sandbox.</summary>
    public Uri Payments { get; } = new($"http://127.0.0.1:{PortBase + 5}");
}

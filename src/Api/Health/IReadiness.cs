namespace O2O.Dispatch.Api.Health;

/// <summary>What a host asks for, beside store and markets, before it says that it can serve.</summary>
internal interface IReadiness
{
    /// <summary>Why it cannot, for whoever reads a health check; null when it can.</summary>
    string? WhyNot { get; }
}

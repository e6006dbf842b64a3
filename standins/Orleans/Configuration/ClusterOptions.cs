namespace Orleans.Configuration;

/// <summary>Names that tell deployments apart. The service id is part of every stored row.</summary>
public class ClusterOptions
{
    /// <summary>The cluster when none is named.</summary>
    public const string DefaultClusterId = "default";

    /// <summary>The service when none is named.</summary>
    public const string DefaultServiceId = "default";

    /// <summary>The cluster. The embedded engine only carries it.</summary>
    public string ClusterId { get; set; } = DefaultClusterId;

    /// <summary>The service, kept over restarts.</summary>
    public string ServiceId { get; set; } = DefaultServiceId;
}

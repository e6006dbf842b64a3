namespace O2O.Dispatch.Grains.Providers;

/// <summary>What is stored of a shift.</summary>
public sealed class ShiftDocument
{
    /// <summary>Where.</summary>
    public string Market { get; set; } = string.Empty;

    /// <summary>Which services, in order.</summary>
    public List<string> ServiceClasses { get; set; } = [];

    /// <summary>The vehicle.</summary>
    public Guid Vehicle { get; set; }

    /// <summary>What the vehicle carries.</summary>
    public int Capacity { get; set; }

    /// <summary>How many active jobs the plan may hold.</summary>
    public int ChainLimit { get; set; }
}

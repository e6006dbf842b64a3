using O2O.Dispatch.Domain.Providers;

namespace O2O.Dispatch.Grains.Providers;

/// <summary>What is stored of a provider: profile, standing, shift. It is not written per job step.</summary>
public sealed class ProviderDocument
{
    /// <summary>How many commands are remembered, so that a late repetition changes nothing.</summary>
    public const int RememberedCommands = 16;

    /// <summary>As applied with.</summary>
    public string Name { get; set; } = string.Empty;

    /// <summary>The business it works for.</summary>
    public string Operator { get; set; } = string.Empty;

    /// <summary>Whether it may work.</summary>
    public ProviderStanding Standing { get; set; }

    /// <summary>What it can do or is licensed for, each once, in order.</summary>
    public List<string> Skills { get; set; } = [];

    /// <summary>The shift; null when off.</summary>
    public ShiftDocument? Shift { get; set; }

    /// <summary>Counts the shifts.</summary>
    public long ShiftNumber { get; set; }

    /// <summary>The last commands that changed this, the oldest first.</summary>
    public List<Guid> Commands { get; set; } = [];
}

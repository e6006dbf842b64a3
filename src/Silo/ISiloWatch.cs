namespace O2O.Dispatch.Silo;

/// <summary>Tells how the silo of this process stands. Registered where silos cluster. Thread-safe.</summary>
public interface ISiloWatch
{
    /// <summary>How it stands now.</summary>
    SiloStanding Standing { get; }
}

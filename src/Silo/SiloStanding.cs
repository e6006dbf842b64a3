namespace O2O.Dispatch.Silo;

/// <summary>How a silo stands towards the others.</summary>
public enum SiloStanding
{
    /// <summary>It is not among them yet.</summary>
    Starting,

    /// <summary>It has grains and takes calls.</summary>
    Joined,

    /// <summary>It was told to stop, and gives its grains up.</summary>
    Draining,

    /// <summary>It has left, or the others have given it up.</summary>
    Gone,
}

namespace O2O.Dispatch.Domain.Fares;

/// <summary>How tax stands to prices.</summary>
public enum TaxMode
{
    /// <summary>Every price contains it.</summary>
    Included,

    /// <summary>It comes on top, as a line of its own.</summary>
    Added,
}

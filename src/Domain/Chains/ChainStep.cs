namespace O2O.Dispatch.Domain.Chains;

/// <summary>What a leg tells others of its chain.</summary>
public enum ChainStep
{
    /// <summary>The first leg is ordered, as the last of all: the chain is whole.</summary>
    Made,

    /// <summary>It is completed.</summary>
    Completed,

    /// <summary>It ended otherwise.</summary>
    Ended,
}

namespace O2O.Dispatch.Contracts.Chains;

/// <summary>What a leg tells those that follow it. The values never change.</summary>
[GenerateSerializer, Alias("o2o.leg-step")]
public enum LegStep
{
    /// <summary>The first leg is ordered, as the last of all: the chain is whole.</summary>
    Made = 0,

    /// <summary>It is completed.</summary>
    Completed = 1,

    /// <summary>It ended otherwise.</summary>
    Ended = 2,
}

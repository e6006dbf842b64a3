namespace O2O.Dispatch.Contracts.Storage;

/// <summary>What became of a commit. Nothing is written unless it is committed.</summary>
public enum CommitStatus
{
    /// <summary>All of it is durable.</summary>
    Committed,

    /// <summary>The job is at another version.</summary>
    VersionConflict,

    /// <summary>Another active job holds the provider's plan slot.</summary>
    PlanSlotTaken,

    /// <summary>The command was answered before; the stored answer is given.</summary>
    CommandSeen,

    /// <summary>What the new job had taken of a store's stock was given back meanwhile.</summary>
    StockGivenBack,
}

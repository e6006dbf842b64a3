namespace O2O.Dispatch.Domain.Jobs;

/// <summary>What happens at a stop.</summary>
public enum StopKind
{
    /// <summary>The customer or the goods come on board. Always the first stop of a job.</summary>
    PickUp,

    /// <summary>A stop on the way.</summary>
    Via,

    /// <summary>The last stop of a job.</summary>
    DropOff,
}

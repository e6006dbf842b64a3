namespace Orleans;

/// <summary>Why an activation ends.</summary>
[GenerateSerializer]
public enum DeactivationReasonCode : byte
{
    /// <summary>Not said.</summary>
    None,

    /// <summary>The engine stops.</summary>
    ShuttingDown,

    /// <summary>The grain could not be made, its state not read, or OnActivateAsync threw.</summary>
    ActivationFailed,

    /// <summary>Not used by the embedded engine.</summary>
    DirectoryFailure,

    /// <summary>No request came for the collection age.</summary>
    ActivationIdle,

    /// <summary>Not used by the embedded engine.</summary>
    ActivationUnresponsive,

    /// <summary>Not used by the embedded engine.</summary>
    DuplicateActivation,

    /// <summary>Not used by the embedded engine.</summary>
    IncompatibleRequest,

    /// <summary>The application failed; a stale ETag, for one.</summary>
    ApplicationError,

    /// <summary>The grain asked for it.</summary>
    ApplicationRequested,

    /// <summary>Not used by the embedded engine.</summary>
    Migrating,

    /// <summary>The engine asked for it.</summary>
    RuntimeRequested,

    /// <summary>Not used by the embedded engine.</summary>
    HighMemoryPressure,
}

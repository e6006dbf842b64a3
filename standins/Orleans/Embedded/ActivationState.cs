namespace O2O.Dispatch.Embedded;

internal enum ActivationState : byte
{
    Created,
    Activating,
    Valid,
    Deactivating,
    Ending,
    Dead,
}

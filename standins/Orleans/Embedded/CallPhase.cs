namespace O2O.Dispatch.Embedded;

internal enum CallPhase : byte
{
    Queued,
    Running,
    Ended,
}

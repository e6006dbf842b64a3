namespace O2O.Dispatch.Replay.Reports;

/// <summary>Hears nothing.</summary>
public sealed class NoProgress : IReplayProgress
{
    /// <inheritdoc/>
    public void Report(ReplayStage stage, double share, string detail)
    {
    }
}

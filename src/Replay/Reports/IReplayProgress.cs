namespace O2O.Dispatch.Replay.Reports;

/// <summary>Hears how far a replay is.</summary>
public interface IReplayProgress
{
    /// <summary>Told often; quick.</summary>
    /// <param name="stage">What is being done.</param>
    /// <param name="share">How much of it is done, 0 to 1.</param>
    /// <param name="detail">A few words.</param>
    void Report(ReplayStage stage, double share, string detail);
}

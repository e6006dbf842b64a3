namespace Orleans.Runtime;

/// <summary>A running timer. It stops for good when disposed or when its grain deactivates.</summary>
public interface IGrainTimer : IDisposable
{
    /// <summary>Sets when it is next due and its period; <see cref="Timeout.InfiniteTimeSpan"/> stops either.</summary>
    void Change(TimeSpan dueTime, TimeSpan period);
}

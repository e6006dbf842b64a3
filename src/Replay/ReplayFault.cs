namespace O2O.Dispatch.Replay;

/// <summary>Why a replay cannot be done, for a person to read.</summary>
public sealed class ReplayFault : Exception
{
    /// <summary>Says why.</summary>
    /// <param name="exitCode">1: the replay failed; 2: an option is wrong; 3: an input is.</param>
    /// <param name="message">Why, and what to do.</param>
    /// <param name="inner">What lies behind it.</param>
    public ReplayFault(int exitCode, string message, Exception? inner = null)
        : base(message, inner) => ExitCode = exitCode;

    /// <summary>What the process ends with.</summary>
    public int ExitCode { get; }
}

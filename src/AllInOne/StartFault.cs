namespace O2O.Dispatch.AllInOne;

/// <summary>Why the service cannot start, for a person to read.</summary>
public sealed class StartFault : Exception
{
    /// <summary>Says why.</summary>
    /// <param name="exitCode">See <see cref="ExitCodes"/>.</param>
    /// <param name="message">Why, and what to do.</param>
    /// <param name="inner">What lies behind it.</param>
    public StartFault(int exitCode, string message, Exception? inner = null)
        : base(message, inner) => ExitCode = exitCode;

    /// <summary>What the process ends with.</summary>
    public int ExitCode { get; }
}

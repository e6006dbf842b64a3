namespace O2O.Dispatch.LoadTests;

/// <summary>Why a load test cannot be run, for a person to read: what is wrong and what to do.</summary>
internal sealed class LoadTestFault(int exitCode, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>What the process ends with.</summary>
    public int ExitCode => exitCode;
}

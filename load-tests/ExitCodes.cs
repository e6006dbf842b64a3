namespace O2O.Dispatch.LoadTests;

/// <summary>What the process ends with.</summary>
internal static class ExitCodes
{
    /// <summary>Every threshold held.</summary>
    public const int Passed = 0;

    /// <summary>A threshold failed, or the run was stopped before it could hold.</summary>
    public const int Failed = 1;

    /// <summary>An option or a file is wrong.</summary>
    public const int BadInput = 2;

    /// <summary>The server cannot be used, or one that was started ended in the middle of the run.</summary>
    public const int NoServer = 3;
}

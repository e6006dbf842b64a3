namespace O2O.Dispatch.Replay;

/// <summary>What the process ends with.</summary>
public static class ExitCodes
{
    /// <summary>All is well.</summary>
    public const int Success = 0;

    /// <summary>The replay or the check failed: something that must hold does not.</summary>
    public const int Failed = 1;

    /// <summary>An option is wrong.</summary>
    public const int BadOption = 2;

    /// <summary>An input file or store cannot be used.</summary>
    public const int BadInput = 3;
}

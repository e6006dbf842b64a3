namespace O2O.Dispatch.AllInOne;

/// <summary>What the process ends with.</summary>
public static class ExitCodes
{
    /// <summary>It was stopped.</summary>
    public const int Success = 0;

    /// <summary>It could not go on.</summary>
    public const int Failed = 1;

    /// <summary>An option is wrong.</summary>
    public const int BadOption = 2;

    /// <summary>Something that it needs cannot be used: a file, a store, a port.</summary>
    public const int Unusable = 3;
}

namespace O2O.Dispatch.Testing;

/// <summary>How often a test does what it does: a part by default, all that the documents promise where <c>O2O_FULL=1</c> is set.</summary>
public static class FullCount
{
    /// <summary>Whether all is done.</summary>
    public static bool Asked { get; } = Environment.GetEnvironmentVariable("O2O_FULL") == "1";

    /// <summary>The count.</summary>
    /// <param name="all">What the documents promise.</param>
    /// <param name="otherwise">What every run of the tests does.</param>
    public static int Of(int all, int otherwise) => Asked ? all : otherwise;
}

using System.Globalization;

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

    /// <summary>The count, or another one that an environment variable says.</summary>
    /// <param name="variable">Its name.</param>
    /// <param name="all">What the documents promise.</param>
    /// <param name="otherwise">What every run of the tests does.</param>
    public static int Of(string variable, int all, int otherwise) =>
        Environment.GetEnvironmentVariable(variable) is not { Length: > 0 } count ? Of(all, otherwise)
        : int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var asked) && asked > 0 ? asked
        : throw new InvalidOperationException($"{variable}: a whole number above zero is expected, not '{count}'.");

    /// <summary>The steps from one that is tried to the next: 1 where all is done, so that none is passed over.</summary>
    /// <param name="otherwise">Of so many steps every run of the tests tries one.</param>
    public static int Stride(int otherwise) => Asked ? 1 : otherwise;
}

using System.Text.Json;
using System.Text.RegularExpressions;

namespace O2O.Dispatch.Api.Errors;

/// <summary>Says in a caller's words what the framework says in its own: which field, and what is wrong with it. Types of ours are never named.</summary>
internal static partial class BadInput
{
    /// <summary>What is wrong with a body.</summary>
    public static IEnumerable<(string Field, string Fault)> Of(JsonException json)
    {
        var message = json.Message;
        var at = json.Path is { Length: > 2 } path && path.StartsWith("$.", StringComparison.Ordinal) ? path[2..] : string.Empty;
        if (Missing().Match(message) is { Success: true } missing)
        {
            foreach (Match name in Quoted().Matches(missing.Groups["names"].Value))
            {
                yield return (at.Length == 0 ? name.Groups["name"].Value : $"{at}.{name.Groups["name"].Value}", "It is missing.");
            }
        }
        else
        {
            var cut = message.IndexOf(" Path:", StringComparison.Ordinal);
            var words = cut > 0 ? message[..cut] : message;
            var internals = words.Contains("O2O.", StringComparison.Ordinal) || words.Contains("System.", StringComparison.Ordinal) || words.Contains("constructor", StringComparison.Ordinal);
            yield return (at.Length == 0 ? "body" : at, internals ? "The value is null, or of the wrong form." : words);
        }
    }

    /// <summary>What is wrong with a route or query value, or with the body as a whole.</summary>
    public static (string Field, string Fault) Of(string message) => Parameter().Match(message) is { Success: true } parameter
        ? (parameter.Groups["name"].Value, $"'{parameter.Groups["value"].Value}' is not of the right form.")
        : message.Contains("provided value", StringComparison.Ordinal) || message.Contains("was not provided", StringComparison.Ordinal) || message.Contains("no body was provided", StringComparison.Ordinal)
            ? ("body", "A JSON body is expected.")
            : ("request", "The request is malformed.");

    [GeneratedRegex("missing required properties including: (?<names>.*)$", RegexOptions.Singleline)]
    private static partial Regex Missing();

    [GeneratedRegex("'(?<name>[^']+)'")]
    private static partial Regex Quoted();

    [GeneratedRegex("""Failed to bind parameter ".*? (?<name>\w+)" from "(?<value>[^"]{0,60})""", RegexOptions.Singleline)]
    private static partial Regex Parameter();
}

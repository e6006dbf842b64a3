using O2O.Dispatch.Client;

namespace O2O.Dispatch.LoadTests.People;

/// <summary>An account that was made for the run.</summary>
/// <param name="Id">Whose.</param>
/// <param name="Role">customer or provider.</param>
/// <param name="Token">Signs it in.</param>
internal sealed record Account(Guid Id, string Role, string Token)
{
    /// <summary>The role of those who order.</summary>
    public const string Customer = "customer";

    /// <summary>The role of those who drive.</summary>
    public const string Provider = "provider";

    /// <summary>A client that acts as the account. It repeats nothing: what fails is what is measured.</summary>
    /// <param name="http">Shared by all.</param>
    /// <param name="attempt">How long an answer may take.</param>
    public DispatchClient Connect(HttpClient http, TimeSpan attempt) =>
        new(http, new DispatchClientSettings { Token = _ => ValueTask.FromResult<string?>(Token), RetryLimit = 0, AttemptTimeout = attempt });
}

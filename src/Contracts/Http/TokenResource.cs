namespace O2O.Dispatch.Contracts.Http;

/// <summary>A bearer token.</summary>
/// <param name="AccessToken">Goes into the header <c>Authorization: Bearer</c>.</param>
/// <param name="Role">What it makes its bearer.</param>
/// <param name="Id">Who that is.</param>
/// <param name="ExpiresAt">From this instant on it is void.</param>
public sealed record TokenResource(string AccessToken, string Role, Guid Id, DateTimeOffset ExpiresAt);

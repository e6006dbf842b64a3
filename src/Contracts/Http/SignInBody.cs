namespace O2O.Dispatch.Contracts.Http;

/// <summary>The development sign-in: anybody becomes whom they name.</summary>
/// <param name="Role">customer, provider, merchant, counter or ops.</param>
/// <param name="Id">Who; null for somebody new.</param>
/// <param name="Name">The name of somebody new.</param>
public sealed record SignInBody(string Role, Guid? Id = null, string? Name = null);

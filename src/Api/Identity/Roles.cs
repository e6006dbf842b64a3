namespace O2O.Dispatch.Api.Identity;

/// <summary>The roles that a token gives; the names are those of the claim <c>role</c> and of the authorization policies.</summary>
public static class Roles
{
    /// <summary>Orders and pays.</summary>
    public const string Customer = "customer";

    /// <summary>Does the work.</summary>
    public const string Provider = "provider";

    /// <summary>Sells vouchers and services.</summary>
    public const string Merchant = "merchant";

    /// <summary>Watches and acts.</summary>
    public const string Ops = "ops";

    /// <summary>Works for a merchant; what it may and sees is looked up at each request.</summary>
    public const string Counter = "counter";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Customer, Provider, Merchant, Ops, Counter];
}

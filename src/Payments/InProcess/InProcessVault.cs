using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Payments.Vault;

namespace O2O.Dispatch.Payments.InProcess;

/// <summary>The vault of the in-process gateway. It remembers nothing: what it would have to know stands in the names it gives, so that a restart forgets none of them. Thread-safe.</summary>
public sealed class InProcessVault : IPaymentVault
{
    private const char Mark = '~';
    private const string SetupPrefix = "seti_";

    /// <inheritdoc/>
    public bool IsPlain(string method) => !method.Contains(Mark, StringComparison.Ordinal);

    /// <inheritdoc/>
    public Task<string> OpenCustomer(CustomerId customer, CancellationToken cancellationToken) => Task.FromResult($"cus_{customer}");

    /// <inheritdoc/>
    public Task<VaultSetup> BeginSetup(string customer, string key, string? method, CancellationToken cancellationToken)
    {
        var saved = Kept(method ?? TestMethods.Succeeds, customer);
        if (method is not null && !IsPlain(method))
        {
            return Task.FromResult(Owner(method) == customer
                ? new VaultSetup(SetupPrefix + method, VaultSetupState.Done, customer, null, Of(method), null)
                : new VaultSetup(string.Empty, VaultSetupState.Failed, customer, null, null, null, VaultRefusal.Foreign));
        }

        return Task.FromResult(method switch
        {
            TestMethods.Declines => new VaultSetup(SetupPrefix + saved, VaultSetupState.Failed, customer, null, null, "card_declined", VaultRefusal.Declined),
            TestMethods.NeedsAction => new VaultSetup(SetupPrefix + saved, VaultSetupState.NeedsAction, customer, $"{SetupPrefix}{saved}_secret", null, null),
            null => new VaultSetup(SetupPrefix + saved, VaultSetupState.NeedsMethod, customer, $"{SetupPrefix}{saved}_secret", null, null),
            _ => new VaultSetup(SetupPrefix + saved, VaultSetupState.Done, customer, null, Of(saved), null),
        });
    }

    /// <summary>A setup that is asked for again counts as confirmed: there is no app here that could.</summary>
    public Task<VaultSetup?> FindSetup(string setup, CancellationToken cancellationToken) => Task.FromResult(
        setup.StartsWith(SetupPrefix, StringComparison.Ordinal) && Owner(setup) is { } customer
            ? new VaultSetup(setup, VaultSetupState.Done, customer, null, Of(setup[SetupPrefix.Length..]), null)
            : null);

    /// <inheritdoc/>
    public Task<VaultAnswer> Attach(string customer, string method, CancellationToken cancellationToken) => Task.FromResult(
        Owner(method) == customer ? new VaultAnswer(Of(method), null) : new VaultAnswer(null, Owner(method) is null ? VaultRefusal.Unknown : VaultRefusal.Foreign));

    /// <inheritdoc/>
    public Task Detach(string method, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>What a kept method does when it is charged; null when it is not this customer's.</summary>
    internal static string? Behaviour(string method, string? customer) => method.IndexOf(Mark, StringComparison.Ordinal) is > 0 and var at
        ? method[(at + 1)..] == customer ? method[..at] : null
        : method;

    private static string Kept(string method, string customer) => $"{method}{Mark}{customer}";

    private static string? Owner(string name) => name.IndexOf(Mark, StringComparison.Ordinal) is > 0 and var at && at < name.Length - 1 ? name[(at + 1)..] : null;

    private static VaultMethod Of(string saved) => new(saved, "visa", "4242", 12, 2034);
}

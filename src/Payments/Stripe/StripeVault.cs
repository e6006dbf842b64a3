using System.Net;
using global::Stripe;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Payments.Vault;

namespace O2O.Dispatch.Payments.Stripe;

/// <summary>Customers and their saved cards at Stripe: a setup is a SetupIntent for payments off session. Thread-safe.</summary>
/// <param name="client">Key, address and transport.</param>
public sealed class StripeVault(IStripeClient client) : IPaymentVault
{
    private const string Saved = "payment_method";
    private readonly CustomerService _customers = new(client);
    private readonly SetupIntentService _setups = new(client);
    private readonly PaymentMethodService _methods = new(client);

    /// <inheritdoc/>
    public bool IsPlain(string method) => !method.StartsWith("pm_", StringComparison.Ordinal) || method.StartsWith("pm_card_", StringComparison.Ordinal);

    /// <inheritdoc/>
    public async Task<string> OpenCustomer(CustomerId customer, CancellationToken cancellationToken) => (await Ask(
        () => _customers.CreateAsync(
            new CustomerCreateOptions { Metadata = new Dictionary<string, string> { ["customer"] = customer.ToString() } }, new RequestOptions { IdempotencyKey = $"customer:{customer}:open" }, cancellationToken),
        "the customer",
        cancellationToken)).Id;

    /// <inheritdoc/>
    public async Task<VaultSetup> BeginSetup(string customer, string key, string? method, CancellationToken cancellationToken)
    {
        try
        {
            return Of(await Ask(
                () => _setups.CreateAsync(
                    new SetupIntentCreateOptions
                    {
                        Customer = customer,
                        PaymentMethodTypes = ["card"],
                        Usage = "off_session",
                        PaymentMethod = method,
                        Confirm = method is null ? null : true,
                        Expand = [Saved],
                    },
                    new RequestOptions { IdempotencyKey = key },
                    cancellationToken),
                key,
                cancellationToken));
        }
        catch (StripeException refused) when (refused.StripeError is { } error)
        {
            return new VaultSetup(
                error.SetupIntent?.Id ?? string.Empty, VaultSetupState.Failed, customer, null, null, error.DeclineCode ?? error.Code ?? error.Type, await Why(refused, customer, method, cancellationToken));
        }
    }

    /// <inheritdoc/>
    public async Task<VaultSetup?> FindSetup(string setup, CancellationToken cancellationToken)
    {
        try
        {
            return Of(await Ask(() => _setups.GetAsync(setup, new SetupIntentGetOptions { Expand = [Saved] }, cancellationToken: cancellationToken), setup, cancellationToken));
        }
        catch (StripeException refused) when (refused.HttpStatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public async Task<VaultAnswer> Attach(string customer, string method, CancellationToken cancellationToken)
    {
        try
        {
            // What is there already says whose it is; a refusal to attach does not.
            var known = await Ask(() => _methods.GetAsync(method, cancellationToken: cancellationToken), method, cancellationToken);
            if (known.CustomerId is { } owner)
            {
                return owner == customer ? new VaultAnswer(Of(known), null) : new VaultAnswer(null, VaultRefusal.Foreign);
            }

            return new VaultAnswer(Of(await Ask(() => _methods.AttachAsync(method, new PaymentMethodAttachOptions { Customer = customer }, null, cancellationToken), method, cancellationToken)), null);
        }
        catch (StripeException refused) when (refused.StripeError is { } error)
        {
            return new VaultAnswer(null, refused.HttpStatusCode == HttpStatusCode.NotFound ? VaultRefusal.Unknown : error.Type == "card_error" ? VaultRefusal.Declined : VaultRefusal.Reused);
        }
    }

    /// <inheritdoc/>
    public async Task Detach(string method, CancellationToken cancellationToken)
    {
        try
        {
            await Ask(() => _methods.DetachAsync(method, null, null, cancellationToken), method, cancellationToken);
        }
        catch (StripeException refused) when (refused.StripeError is not null)
        {
            // It is kept by nobody.
        }
    }

    /// <summary>What is wrong with a method that a setup named: whose it is stands at the gateway, and is read there rather than in the words of a refusal.</summary>
    private async Task<VaultRefusal> Why(StripeException refused, string customer, string? method, CancellationToken cancellationToken)
    {
        switch (refused.StripeError)
        {
            case { Type: "idempotency_error" }:
                return VaultRefusal.KeyReused;
            case { Type: "card_error" }:
                return VaultRefusal.Declined;
            default:
                break;
        }

        try
        {
            return method is not null && !IsPlain(method) && await Ask(() => _methods.GetAsync(method, cancellationToken: cancellationToken), method, cancellationToken) is { } known
                ? known.CustomerId is { } owner && owner != customer ? VaultRefusal.Foreign : VaultRefusal.Reused
                : VaultRefusal.Unknown;
        }
        catch (StripeException)
        {
            return VaultRefusal.Unknown;
        }
    }

    private static VaultSetup Of(SetupIntent setup) => new(
        setup.Id,
        setup.Status switch
        {
            "succeeded" => VaultSetupState.Done,
            "requires_action" or "requires_confirmation" or "processing" => VaultSetupState.NeedsAction,
            "canceled" => VaultSetupState.Failed,
            _ => VaultSetupState.NeedsMethod,
        },
        setup.CustomerId,
        setup.Status is "succeeded" or "canceled" ? null : setup.ClientSecret,
        setup.Status == "succeeded" && setup.PaymentMethod is { } method ? Of(method) : null,
        setup.LastSetupError?.Code);

    private static VaultMethod Of(PaymentMethod method) =>
        new(method.Id, method.Card?.Brand, method.Card?.Last4, checked((int)(method.Card?.ExpMonth ?? 0)), checked((int)(method.Card?.ExpYear ?? 0)));

    /// <summary>The answer, or the refusal that is one; anything else leaves open what was done.</summary>
    private static async Task<T> Ask<T>(Func<Task<T>> ask, string what, CancellationToken cancellationToken)
    {
        try
        {
            return await ask();
        }
        catch (StripeException refused) when (refused.StripeError is not null && (int)refused.HttpStatusCode is 400 or 402 or 404)
        {
            throw;
        }
        catch (StripeException fault)
        {
            throw new GatewayUnavailableException($"The gateway answered {what} with {(int)fault.HttpStatusCode}.", fault);
        }
        catch (Exception lost) when (lost is HttpRequestException || (lost is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new GatewayUnavailableException($"No answer to {what} in time.", lost);
        }
    }
}

using O2O.Dispatch.Contracts;
using O2O.Dispatch.Contracts.Customers;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Payments;
using O2O.Dispatch.Payments.Vault;

namespace O2O.Dispatch.Grains.Customers;

/// <summary>The methods that the gateway keeps for one customer. One call at a time, so that two clicks make one customer at the gateway. What is refused is written down.</summary>
public sealed class PaymentMethodsGrain(IPaymentVault vault, IPaymentRefusalStore refusals, TimeProvider time) : Grain, IPaymentMethodsGrain
{
    private const int LongestToken = 200;
    private const string Away = "The payment gateway does not answer; try again.";
    private CustomerId _id;

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _id = CustomerId.Parse(this.GetPrimaryKeyString());
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task<MethodSetupReply> BeginSetup(CommandStamp stamp, string? method, bool asDefault, CancellationToken cancellationToken)
    {
        if (method is { Length: 0 or > LongestToken })
        {
            return Reject(Rejection.InputInvalid, $"payment_method: 1 to {LongestToken} characters are expected.");
        }

        try
        {
            var owner = await Owner(cancellationToken);
            return await Reply(await vault.BeginSetup(owner, $"customer:{_id}:setup:{stamp.Id:N}", method, cancellationToken), method, asDefault, cancellationToken);
        }
        catch (GatewayUnavailableException)
        {
            return Reject(Rejection.Conflict, Away);
        }
    }

    /// <inheritdoc/>
    public async Task<MethodSetupReply> CompleteSetup(string setup, bool asDefault, CancellationToken cancellationToken)
    {
        if (setup is not { Length: > 0 and <= LongestToken })
        {
            return Reject(Rejection.InputInvalid, $"setup: 1 to {LongestToken} characters are expected.");
        }

        try
        {
            var owner = await Owner(cancellationToken);
            if (await vault.FindSetup(setup, cancellationToken) is not { } found)
            {
                return await Refuse("setup", setup, Rejection.PaymentMethodUnknown);
            }

            return found.Customer == owner ? await Reply(found, null, asDefault, cancellationToken) : await Refuse("setup", setup, Rejection.PaymentForeign);
        }
        catch (GatewayUnavailableException)
        {
            return Reject(Rejection.Conflict, Away);
        }
    }

    /// <inheritdoc/>
    public async Task<CustomerReply> Add(string method, bool asDefault, CancellationToken cancellationToken)
    {
        var customer = Customer();
        if (method == JobOrder.BankTransfer)
        {
            try
            {
                // Money that is sent arrives on the account of a customer at the gateway.
                await Owner(cancellationToken);
            }
            catch (GatewayUnavailableException)
            {
                return new CustomerReply(await customer.Get(cancellationToken), Rejection.Conflict, Away);
            }
        }

        if (string.IsNullOrWhiteSpace(method) || method.Length > LongestToken || vault.IsPlain(method))
        {
            return await customer.Change(new ChangeCustomer(null, method, asDefault, null), cancellationToken);
        }

        try
        {
            var owner = await Owner(cancellationToken);
            var answer = await vault.Attach(owner, method, cancellationToken);
            if (answer.Method is not { } kept)
            {
                var why = Of(answer.Refusal ?? VaultRefusal.Unknown);
                await WriteDown("add", method, why);
                return new CustomerReply(await customer.Get(cancellationToken), why, Because(why));
            }

            return await customer.Change(new ChangeCustomer(null, kept.Id, asDefault, null, Wire(kept), owner), cancellationToken);
        }
        catch (GatewayUnavailableException)
        {
            return new CustomerReply(await customer.Get(cancellationToken), Rejection.Conflict, Away);
        }
    }

    /// <inheritdoc/>
    public async Task<CustomerReply> Remove(string method, CancellationToken cancellationToken)
    {
        var customer = Customer();
        var view = await customer.Get(cancellationToken);
        if (view?.Saved?.Any(saved => saved.Id == method) == true)
        {
            try
            {
                // First here: what the gateway keeps a little longer is charged by nobody.
                var reply = await customer.Change(new ChangeCustomer(null, null, false, method), cancellationToken);
                await vault.Detach(method, cancellationToken);
                return reply;
            }
            catch (GatewayUnavailableException)
            {
                return new CustomerReply(await customer.Get(cancellationToken), null, null);
            }
        }

        return await customer.Change(new ChangeCustomer(null, null, false, method), cancellationToken);
    }

    /// <summary>A token as it is written down.</summary>
    internal static string Cut(string method) => method.Length > LongestToken ? method[..LongestToken] : method;

    private static Rejection Of(VaultRefusal refusal) => refusal switch
    {
        VaultRefusal.Unknown => Rejection.PaymentMethodUnknown,
        VaultRefusal.Foreign => Rejection.PaymentForeign,
        VaultRefusal.Reused => Rejection.PaymentMethodReused,
        VaultRefusal.Declined => Rejection.PaymentMethodDeclined,
        VaultRefusal.KeyReused => Rejection.CommandIdReused,
    };

    private static string Because(Rejection why) => why switch
    {
        Rejection.PaymentForeign => "It belongs to another customer.",
        Rejection.PaymentMethodReused => "It was used before without being saved, or was removed: make a new one.",
        Rejection.PaymentMethodDeclined => "The bank does not let it be saved.",
        Rejection.CommandIdReused => "The same idempotency key came with another method.",
        _ => "The gateway does not know it.",
    };

    private static MethodSetupReply Reject(Rejection why, string detail) => new(null, MethodSetupState.Failed, null, null, why, detail);

    private static SavedMethod Wire(VaultMethod method) => new(method.Id, method.Brand, method.Last4, method.ExpiryMonth, method.ExpiryYear);

    private ICustomerGrain Customer() => GrainFactory.GetGrain<ICustomerGrain>(_id.ToString());

    /// <summary>The gateway's customer, made when it is first needed. It is kept before anything is done with it.</summary>
    private async Task<string> Owner(CancellationToken cancellationToken)
    {
        var customer = Customer();
        if ((await customer.Get(cancellationToken))?.GatewayCustomer is { } known)
        {
            return known;
        }

        var opened = await vault.OpenCustomer(_id, cancellationToken);
        var reply = await customer.Change(new ChangeCustomer(null, null, false, null, null, opened), cancellationToken);
        return reply.View?.GatewayCustomer ?? opened;
    }

    private async Task<MethodSetupReply> Reply(VaultSetup setup, string? method, bool asDefault, CancellationToken cancellationToken)
    {
        var saved = setup is { State: VaultSetupState.Done, Method: { } kept } ? Wire(kept) : null;
        if (saved is not null)
        {
            var reply = await Customer().Change(new ChangeCustomer(null, saved.Id, asDefault, null, saved), cancellationToken);
            if (reply.Rejection is { } full)
            {
                return Reject(full, reply.Detail ?? string.Empty);
            }
        }

        if (setup.State == VaultSetupState.Failed)
        {
            var why = Of(setup.Refusal ?? VaultRefusal.Declined);
            await WriteDown("setup", method ?? setup.Id, why);
            return Reject(why, setup.Code is { } code ? $"{Because(why)} The gateway says {code}." : Because(why));
        }

        return new MethodSetupReply(
            setup.Id,
            setup.State switch
            {
                VaultSetupState.NeedsMethod => MethodSetupState.NeedsMethod,
                VaultSetupState.NeedsAction => MethodSetupState.NeedsAction,
                VaultSetupState.Done => MethodSetupState.Saved,
                VaultSetupState.Failed => MethodSetupState.Failed,
            },
            setup.ClientSecret,
            saved,
            null,
            null);
    }

    private async Task<MethodSetupReply> Refuse(string what, string method, Rejection why)
    {
        await WriteDown(what, method, why);
        return Reject(why, Because(why));
    }

    private async Task WriteDown(string what, string method, Rejection why) =>
        await refusals.Add(new PaymentRefusal(0, time.GetUtcNow(), _id, what, Cut(method), RejectionSlug.Of(why)), CancellationToken.None);
}

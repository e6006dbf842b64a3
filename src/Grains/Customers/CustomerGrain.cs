using System.Collections.Immutable;
using O2O.Dispatch.Contracts;
using O2O.Dispatch.Contracts.Customers;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Jobs;
using Orleans.Runtime;

namespace O2O.Dispatch.Grains.Customers;

/// <summary>One customer: who they are and what they pay with.</summary>
public sealed class CustomerGrain(
    [PersistentState(StorageNames.CustomerState, StorageNames.Provider)] IPersistentState<CustomerDocument> customer, IPaymentRefusalStore refusals, TimeProvider time) : Grain, ICustomerGrain
{
    private const int MaxMethods = 20;

    /// <inheritdoc/>
    public async Task<CustomerReply> Register(RegisterCustomer command, CancellationToken cancellationToken)
    {
        var faults = Faults(command).ToList();
        if (faults.Count > 0)
        {
            return new CustomerReply(View(), Rejection.InputInvalid, string.Join(' ', faults));
        }

        customer.State.Name = command.Name;
        customer.State.PaymentMethods = [.. command.PaymentMethods];
        if (customer.State.Saved is { } saved)
        {
            saved.RemoveAll(method => !command.PaymentMethods.Contains(method.Id));
            customer.State.Saved = saved.Count == 0 ? null : saved;
        }

        await customer.WriteStateAsync();
        return new CustomerReply(View(), null, null);
    }

    /// <inheritdoc/>
    public Task<CustomerReply> Change(ChangeCustomer command, CancellationToken cancellationToken)
    {
        var methods = customer.State.PaymentMethods.ToList();
        if (command.AddMethod is { } added)
        {
            if (command.AsDefault)
            {
                methods.Remove(added);
                methods.Insert(0, added);
            }
            else if (!methods.Contains(added))
            {
                methods.Add(added);
            }
        }

        if (command.RemoveMethod is { } removed)
        {
            methods.Remove(removed);
        }

        if (command.Saved is { } saved && methods.Count <= MaxMethods)
        {
            (customer.State.Saved ??= []).RemoveAll(method => method.Id == saved.Id);
            customer.State.Saved.Add(saved);
        }

        customer.State.GatewayCustomer ??= command.GatewayCustomer;

        var name = command.Name ?? (customer.RecordExists ? customer.State.Name : "Customer");
        return Register(new RegisterCustomer(name, [.. methods]), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<JobReply> RequestJob(RequestJob command, CancellationToken cancellationToken)
    {
        if (!customer.RecordExists)
        {
            return JobReply.Reject(Rejection.CustomerUnknown);
        }

        if (command.Customer.ToString("N") != this.GetPrimaryKeyString())
        {
            return JobReply.Reject(Rejection.QuoteForeign);
        }

        var method = command.PaymentMethod.Length > 0 ? command.PaymentMethod : customer.State.PaymentMethods.FirstOrDefault();
        if (method is null || (method != JobOrder.Wallet && !customer.State.PaymentMethods.Contains(method)))
        {
            await refusals.Add(
                new PaymentRefusal(0, time.GetUtcNow(), new CustomerId(command.Customer), "order", PaymentMethodsGrain.Cut(method ?? string.Empty), RejectionSlug.Of(Rejection.PaymentMethodUnknown)),
                cancellationToken);
            return JobReply.Reject(Rejection.PaymentMethodUnknown, null, "Register a payment method of this customer first.");
        }

        // What the gateway keeps is charged with whose it is; a method by itself is not.
        var owner = method == JobOrder.BankTransfer || customer.State.Saved?.Exists(saved => saved.Id == method) == true ? customer.State.GatewayCustomer : null;
        return await GrainFactory.GetGrain<IJobGrain>(command.Job.ToString("N")).Request(command with { PaymentMethod = method, GatewayCustomer = owner }, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<CustomerView?> Get(CancellationToken cancellationToken) => Task.FromResult(View());

    private static IEnumerable<string> Faults(RegisterCustomer command)
    {
        if (string.IsNullOrWhiteSpace(command.Name) || command.Name.Length > 100)
        {
            yield return "name: 1 to 100 characters are expected.";
        }

        if (command.PaymentMethods.IsDefault || command.PaymentMethods.Length > MaxMethods
            || command.PaymentMethods.Any(method => string.IsNullOrWhiteSpace(method) || method.Length > 200))
        {
            yield return $"payment_methods: at most {MaxMethods} tokens of 1 to 200 characters are expected.";
        }
    }

    private CustomerView? View() => customer.RecordExists
        ? new CustomerView(Guid.Parse(this.GetPrimaryKeyString()), customer.State.Name, [.. customer.State.PaymentMethods], customer.State.Saved is { } saved ? [.. saved] : null, customer.State.GatewayCustomer)
        : null;
}

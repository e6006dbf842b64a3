using System.Collections.Immutable;
using O2O.Dispatch.Contracts;
using O2O.Dispatch.Contracts.Customers;
using O2O.Dispatch.Contracts.Jobs;
using Orleans.Runtime;

namespace O2O.Dispatch.Grains.Customers;

/// <summary>One customer: who they are and what they pay with.</summary>
public sealed class CustomerGrain(
    [PersistentState(StorageNames.CustomerState, StorageNames.Provider)] IPersistentState<CustomerDocument> customer) : Grain, ICustomerGrain
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
        if (method is null || !customer.State.PaymentMethods.Contains(method))
        {
            return JobReply.Reject(Rejection.PaymentMethodUnknown, null, "Register a payment method of this customer first.");
        }

        return await GrainFactory.GetGrain<IJobGrain>(command.Job.ToString("N")).Request(command with { PaymentMethod = method }, cancellationToken);
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
        ? new CustomerView(Guid.Parse(this.GetPrimaryKeyString()), customer.State.Name, [.. customer.State.PaymentMethods])
        : null;
}

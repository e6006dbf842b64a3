namespace O2O.Dispatch.Contracts.Customers;

/// <summary>The methods that the gateway keeps for one customer, keyed by its id (32 hexadecimal digits). It asks the gateway and awaits the customer's grain alone; no money moves here.</summary>
[Alias("o2o.payment-methods")]
public interface IPaymentMethodsGrain : IGrainWithStringKey
{
    /// <summary>Begins to save a method; one that is named is confirmed at once.</summary>
    /// <param name="stamp">Makes a repetition recognisable: the same stamp is the same setup.</param>
    /// <param name="method">A method to confirm at once; null when the customer's app names it.</param>
    /// <param name="asDefault">Whether it becomes the default when it is saved at once.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    [Alias("begin-setup")]
    Task<MethodSetupReply> BeginSetup(Runtime.CommandStamp stamp, string? method, bool asDefault, CancellationToken cancellationToken);

    /// <summary>The customer's app says that a setup is confirmed: the gateway is asked, and what it kept is the customer's from now on.</summary>
    [Alias("complete-setup")]
    Task<MethodSetupReply> CompleteSetup(string setup, bool asDefault, CancellationToken cancellationToken);

    /// <summary>Adds a method by its token: one that stands by itself as it is, any other when the gateway keeps it for this customer.</summary>
    [Alias("add")]
    Task<CustomerReply> Add(string method, bool asDefault, CancellationToken cancellationToken);

    /// <summary>Takes a method out; the gateway keeps it no longer.</summary>
    [Alias("remove")]
    Task<CustomerReply> Remove(string method, CancellationToken cancellationToken);
}

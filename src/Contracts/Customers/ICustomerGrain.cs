using O2O.Dispatch.Contracts.Chains;
using O2O.Dispatch.Contracts.Jobs;
using Orleans.Concurrency;

namespace O2O.Dispatch.Contracts.Customers;

/// <summary>One customer, keyed by its id (32 hexadecimal digits). It awaits job grains alone.</summary>
[Alias("o2o.customer")]
public interface ICustomerGrain : IGrainWithStringKey
{
    /// <summary>Registers the customer, or replaces name and methods.</summary>
    [Alias("register")]
    Task<CustomerReply> Register(RegisterCustomer command, CancellationToken cancellationToken);

    /// <summary>Changes name or payment methods, one decision for each call, so that two changes at a time both stand.</summary>
    [Alias("change")]
    Task<CustomerReply> Change(ChangeCustomer command, CancellationToken cancellationToken);

    /// <summary>Orders a job: checks that the method is the customer's, then the job decides. An empty method means the default.</summary>
    [Alias("request-job")]
    Task<JobReply> RequestJob(RequestJob command, CancellationToken cancellationToken);

    /// <summary>Orders a chain of jobs: all or none.</summary>
    [Alias("request-chain")]
    Task<ChainReply> RequestChain(RequestChain command, CancellationToken cancellationToken);

    /// <summary>Forgets the customer: name and methods. Repeating it answers the same. Refused while the gateway keeps a method for the customer; jobs and books stay as they are.</summary>
    [Alias("remove")]
    Task<CustomerReply> Remove(CancellationToken cancellationToken);

    /// <summary>The customer as it is; null when there is none.</summary>
    [ReadOnly]
    [Alias("get")]
    Task<CustomerView?> Get(CancellationToken cancellationToken);
}

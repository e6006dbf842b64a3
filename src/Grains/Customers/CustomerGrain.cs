using System.Collections.Immutable;
using O2O.Dispatch.Contracts;
using O2O.Dispatch.Contracts.Chains;
using O2O.Dispatch.Contracts.Customers;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Json;
using O2O.Dispatch.Contracts.Quotes;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Chains;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Fares;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Sales;
using O2O.Dispatch.Grains.Jobs;
using Orleans.Runtime;

namespace O2O.Dispatch.Grains.Customers;

/// <summary>One customer: who they are and what they pay with.</summary>
public sealed class CustomerGrain(
    [PersistentState(StorageNames.CustomerState, StorageNames.Provider)] IPersistentState<CustomerDocument> customer, IPaymentRefusalStore refusals, QuoteTokens quotes, TimeProvider time) : Grain, ICustomerGrain
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
    public async Task<ChainReply> RequestChain(RequestChain command, CancellationToken cancellationToken)
    {
        if (ChainPlace.Faults([.. command.Legs.Select(leg => leg.Follows)]).ToList() is { Count: > 0 } faults)
        {
            return ChainReply.Reject(Rejection.OrderInvalid, string.Join(' ', faults));
        }

        var legs = LegsOf(command);
        var first = GrainFactory.GetGrain<IJobGrain>(legs[0].Job.ToString("N"));

        // The first leg is made last: where it is there, the chain is, and this is a repetition.
        var isThere = await first.Get(cancellationToken) is not null;
        if (!isThere && Unfit(command) is { } unfit)
        {
            // Legs that an earlier try has made hold money and stock.
            await LetGo(legs, cancellationToken);
            return unfit;
        }

        // A repetition asks the first leg first: it knows whether this is the same order.
        var replies = new JobView[legs.Length];
        foreach (var i in isThere ? Enumerable.Range(0, legs.Length) : Enumerable.Range(0, legs.Length).Reverse())
        {
            if (i == 0 && !isThere && await Gone(legs, cancellationToken) is { } gone)
            {
                await LetGo(legs, cancellationToken);
                return ChainReply.Reject(Rejection.ChainBroken, $"Leg {gone} was let go already; ask for new quotes.");
            }

            var reply = await RequestJob(legs[i], cancellationToken);
            if (reply.Rejection is { } why)
            {
                // Another order under the same key takes nothing from the one that has it.
                if (!isThere && why != Rejection.CommandIdReused)
                {
                    await LetGo(legs, cancellationToken);
                }

                return ChainReply.Reject(why, $"Leg {i + 1}: {reply.Detail ?? RejectionSlug.Of(why)}");
            }

            replies[i] = reply.View!;
        }

        return new ChainReply([.. replies], null, null);
    }

    /// <summary>The orders of the legs. A leg that follows another waits; so those are made first, and the one that begins the chain last: until it is there nothing has begun.</summary>
    private static RequestJob[] LegsOf(RequestChain command)
    {
        var jobs = command.Legs.Select((_, i) => ChainIds.Job(command.Chain, i + 1)).ToImmutableArray();
        var follows = command.Legs.Select(leg => leg.Follows).ToImmutableArray();
        return [.. command.Legs.Select((leg, i) => new RequestJob(
            ChainIds.Stamp(command.Stamp, i + 1), jobs[i], command.Customer, leg.Quote, command.PaymentMethod, null, new WireChainPlace(command.Chain, i + 1, jobs, follows)))];
    }

    /// <summary>What can be seen before anything is made; null when the legs may be ordered.</summary>
    private ChainReply? Unfit(RequestChain command)
    {
        var known = new HashSet<QuoteId>();
        for (var i = 0; i < command.Legs.Length; i++)
        {
            var (quote, refused) = QuoteCheck.Of(quotes, command.Legs[i].Quote, command.Customer, null, time.GetUtcNow());
            if (quote is null)
            {
                return ChainReply.Reject(refused!.Rejection!.Value, $"Leg {i + 1}: {refused.Detail ?? RejectionSlug.Of(refused.Rejection.Value)}");
            }

            if (!known.Add(quote.Id))
            {
                return ChainReply.Reject(Rejection.OrderInvalid, $"Leg {i + 1} has the quote of another leg; each has its own.");
            }

            if (i > 0 && quote.Kind == ServiceKind.Redemption)
            {
                return ChainReply.Reject(Rejection.OrderInvalid, $"Leg {i + 1} is had at a counter: that can be the first leg alone.");
            }
        }

        return null;
    }

    /// <summary>The number of a leg that is at its end although the first is not there; null while all wait.</summary>
    private async Task<int?> Gone(RequestJob[] legs, CancellationToken cancellationToken)
    {
        for (var i = 1; i < legs.Length; i++)
        {
            if (await GrainFactory.GetGrain<IJobGrain>(legs[i].Job.ToString("N")).Get(cancellationToken) is { } job && job.State.IsEnd())
            {
                return i + 1;
            }
        }

        return null;
    }

    /// <summary>Lets all legs but the first go. One that this does not reach gives itself up after a while.</summary>
    private async Task LetGo(RequestJob[] legs, CancellationToken cancellationToken)
    {
        for (var i = 1; i < legs.Length; i++)
        {
            await GrainFactory.GetGrain<IJobGrain>(legs[i].Job.ToString("N")).Cancel(
                new CancelJob(ChainIds.LettingGo(legs[i].Job), null, Snake.Of(CancelReason.ChainNotMade)), cancellationToken);
        }
    }

    /// <inheritdoc/>
    public async Task<CustomerReply> Remove(CancellationToken cancellationToken)
    {
        if (customer.State.Saved is { Count: > 0 })
        {
            return new CustomerReply(View(), Rejection.Conflict, "The gateway keeps payment methods of this customer; remove them first.");
        }

        if (customer.RecordExists)
        {
            await customer.ClearStateAsync();
        }

        return new CustomerReply(null, null, null);
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

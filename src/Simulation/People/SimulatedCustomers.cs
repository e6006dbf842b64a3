using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using O2O.Dispatch.Contracts;
using O2O.Dispatch.Contracts.Customers;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Places;
using O2O.Dispatch.Contracts.Push;
using O2O.Dispatch.Contracts.Quotes;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Simulation.Demand;

namespace O2O.Dispatch.Simulation.People;

/// <summary>
/// Simulated customers: at the time of each trip one registers, asks for a quote of what the trip has become, orders, and tells its provider the PIN when it is there, or shows its code at the
/// counter. A request without an answer is sent again under the same command id.
/// </summary>
public sealed partial class SimulatedCustomers
{
    private const int Tries = 20;
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private readonly SimulationSetup _setup;
    private readonly SimulationPorts _ports;
    private readonly PinBoard _pins;
    private readonly ILogger _log;
    private readonly double _weights;
    private readonly Insistence _insistence;
    private readonly ConcurrentDictionary<Guid, byte> _registered = new();
    private readonly List<(JobView Job, string Code)> _left = [];
    private readonly Lock _gate = new();
    private readonly SortedDictionary<Rejection, int> _refusals = [];
    private int _underWay;
    private int _asked;
    private int _acknowledged;
    private bool _allAsked;

    /// <summary>Makes them; <see cref="Start"/> sets them going.</summary>
    public SimulatedCustomers(SimulationSetup setup, SimulationPorts ports, PinBoard pins)
    {
        _setup = setup;
        _ports = ports;
        _pins = pins;
        _log = ports.Logs.CreateLogger<SimulatedCustomers>();
        _insistence = new Insistence(_log, ports.Time);
        _weights = setup.Customers.PaymentMethods.Sum(share => share.Weight);
    }

    /// <summary>Requests sent so far.</summary>
    public int Asked => Volatile.Read(ref _asked);

    /// <summary>Requests acknowledged so far.</summary>
    public int Acknowledged => Volatile.Read(ref _acknowledged);

    /// <summary>Whether every trip was requested and every request has its answer.</summary>
    public bool Done
    {
        get
        {
            lock (_gate)
            {
                return _allAsked && _underWay == 0;
            }
        }
    }

    /// <summary>How many requests were refused, by reason.</summary>
    public ImmutableSortedDictionary<Rejection, int> Refusals
    {
        get
        {
            lock (_gate)
            {
                return _refusals.ToImmutableSortedDictionary();
            }
        }
    }

    /// <summary>Starts to listen and to request.</summary>
    /// <param name="ordered">Tells the jobs that were ordered already, before a crash; null when none were.</param>
    public void Start(Func<Guid, bool>? ordered = null)
    {
        _ports.Bus.Listen(Hear);
        foreach (var (job, code) in _left)
        {
            _ports.Work.Start("customer-collect", token => Collect(job, code, token));
        }

        _left.Clear();
        _ports.Work.Start("demand", async cancellationToken =>
        {
            foreach (var trip in _setup.Trips)
            {
                if (ordered?.Invoke(_setup.Ids.Job(trip.Index)) == true)
                {
                    continue;
                }

                var wait = trip.At - _ports.Time.GetUtcNow();
                if (wait > TimeSpan.Zero)
                {
                    await Task.Delay(wait, _ports.Time, cancellationToken);
                }

                lock (_gate)
                {
                    _underWay++;
                    _asked++;
                }

                _ports.Work.Start("customer", token => Order(trip, token));
            }

            lock (_gate)
            {
                _allAsked = true;
            }
        });
    }

    private void Hear(StreamEvent happened)
    {
        if (happened.Message is not PushMessage.JobChanged changed)
        {
            return;
        }

        var job = changed.Job;
        if (changed.Pin is { } pin && (_setup.AsksEverybody || _setup.IsSimulated(job.Customer)))
        {
            Learn(changed, pin);
        }
        else if (job.Kind == Kinds.Delivery ? job.State.IsEnd() : changed.Event is "started" or "canceled" or "no_show" or "expired" or "redispatched")
        {
            // Whoever drove it, nobody asks for it any more, or another will be told. A courier asks at the end.
            _pins.Forget(job.Job);
        }
        else if (changed.Event == "extra_offered" && happened.Stream.StartsWith("customer/", StringComparison.Ordinal) && _setup.IsSimulated(job.Customer))
        {
            _ports.Work.Start("customer-extra", token => AnswerExtra(job, token));
        }
    }

    private async Task Order(Trip trip, CancellationToken cancellationToken)
    {
        try
        {
            for (var tries = 1; tries <= Tries; tries++)
            {
                try
                {
                    await Try(trip, cancellationToken);
                    return;
                }
                catch (Exception fault) when (fault is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
                {
                    Unanswered(_log, trip.Index, fault);
                }

                await Task.Delay(RetryAfter, _ports.Time, cancellationToken);
            }

            GivenUp(_log, trip.Index, Tries);
        }
        finally
        {
            lock (_gate)
            {
                _underWay--;
            }
        }
    }

    private async Task Try(Trip trip, CancellationToken cancellationToken)
    {
        var customer = _setup.Ids.Customer(NumberOf(trip));
        var grain = _ports.Grains.GetGrain<ICustomerGrain>(customer.ToString("N"));
        var method = MethodOf(NumberOf(trip));
        if (!_registered.ContainsKey(customer))
        {
            await grain.Register(new RegisterCustomer($"Customer {NumberOf(trip)}", [method]), cancellationToken);
            _registered[customer] = 0;
        }

        var quote = await QuoteOf(trip, customer, cancellationToken);
        if (quote.Rejection is { } noQuote)
        {
            Count(trip, noQuote, quote.Detail);
            return;
        }

        var job = _setup.Ids.Job(trip.Index);
        var stamp = SimulatedIds.Stamp(job, "request");
        var reply = await grain.RequestJob(new RequestJob(stamp, job, customer, quote.Token!, method), cancellationToken);
        if (reply.Rejection is { } why)
        {
            Count(trip, why, reply.Detail);
            return;
        }

        Interlocked.Increment(ref _acknowledged);
        _setup.Acknowledged?.Invoke(new Acknowledgement("request", stamp.Id, job, reply.View!.Version, _ports.Time.GetUtcNow()));
        var behaviour = _setup.Customers;
        var subject = SeededDraw.Of(job);
        if (behaviour.CancelProbability > 0 && SeededDraw.Unit(_setup.Seed, DrawPurpose.CustomerCancel, subject) < behaviour.CancelProbability)
        {
            var after = behaviour.CancelWithin * SeededDraw.Unit(_setup.Seed, DrawPurpose.CustomerCancelMoment, subject);
            _ports.Work.Start("customer-cancel", token => Cancel(customer, job, after, token));
        }
    }

    private async Task Cancel(Guid customer, Guid job, TimeSpan after, CancellationToken cancellationToken)
    {
        await Task.Delay(after, _ports.Time, cancellationToken);
        var stamp = SimulatedIds.Stamp(job, "cancel");
        var reply = await _ports.Grains.GetGrain<IJobGrain>(job.ToString("N")).Cancel(new CancelJob(stamp, customer, "changed_mind"), cancellationToken);
        if (reply.Done)
        {
            _setup.Acknowledged?.Invoke(new Acknowledgement("cancel", stamp.Id, job, reply.View!.Version, _ports.Time.GetUtcNow()));
        }
    }

    private void Count(Trip trip, Rejection why, string? detail)
    {
        Refused(_log, trip.Index, why, detail);
        lock (_gate)
        {
            _refusals[why] = _refusals.GetValueOrDefault(why) + 1;
        }
    }

    private string MethodOf(int customer)
    {
        var shares = _setup.Customers.PaymentMethods;
        var left = SeededDraw.Unit(_setup.Seed, DrawPurpose.PaymentMethod, unchecked((ulong)customer)) * _weights;
        foreach (var share in shares)
        {
            if ((left -= share.Weight) < 0)
            {
                return share.Method;
            }
        }

        return shares[^1].Method;
    }

    private int NumberOf(Trip trip) => (int)(trip.Index % _setup.CustomerCount);

    private static WirePoint Wire(Domain.Places.GeoPoint place) => new(place.Longitude, place.Latitude);
}

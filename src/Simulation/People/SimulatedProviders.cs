using System.Collections.Frozen;
using Microsoft.Extensions.Logging;
using O2O.Dispatch.Contracts;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Places;
using O2O.Dispatch.Contracts.Providers;
using O2O.Dispatch.Contracts.Push;
using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Simulation.Vehicles;

namespace O2O.Dispatch.Simulation.People;

/// <summary>
/// Simulated providers, one per vehicle: they are onboarded, begin a shift, hear their own streams, answer offers, and drive the jobs they have. A step without an answer is sent again under
/// the same command id. Each does the jobs of its plan one after another: a chained one when the one before it is over. One that loses a job goes on with its next or stops at the next node. An
/// idle one goes where it is advised to.
/// </summary>
public sealed partial class SimulatedProviders
{
    private readonly SimulationSetup _setup;
    private readonly SimulationPorts _ports;
    private readonly Fleet _fleet;
    private readonly PinBoard _pins;
    private readonly ILogger _log;
    private readonly Insistence _insistence;
    private readonly FrozenDictionary<string, int> _vehicleOf;
    private readonly Lock _gate = new();
    private readonly List<Ride>?[] _rides;

    /// <summary>Makes them; nothing happens before <see cref="Onboard"/>.</summary>
    public SimulatedProviders(SimulationSetup setup, SimulationPorts ports, Fleet fleet, PinBoard pins)
    {
        _setup = setup;
        _ports = ports;
        _fleet = fleet;
        _pins = pins;
        _log = ports.Logs.CreateLogger<SimulatedProviders>();
        _insistence = new Insistence(_log, ports.Time);
        _rides = new List<Ride>?[fleet.Count];
        _vehicleOf = Enumerable.Range(0, fleet.Count).ToFrozenDictionary(vehicle => StreamNames.Provider(fleet.ProviderOf(vehicle)), vehicle => vehicle, StringComparer.Ordinal);
    }

    /// <summary>Starts to listen, then applies, is approved and begins a shift, provider after provider. Harmless when they have done so before a crash: then each goes on with the jobs it has.</summary>
    /// <param name="resume">Whether providers may have jobs from before.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public async Task Onboard(bool resume, CancellationToken cancellationToken)
    {
        _ports.Bus.Listen(Hear);
        for (var first = 0; first < _fleet.Count; first += _setup.OnboardingWidth)
        {
            var count = Math.Min(_setup.OnboardingWidth, _fleet.Count - first);
            if (count == 1)
            {
                await TakeOn(first, resume, cancellationToken);
            }
            else
            {
                await Task.WhenAll(Enumerable.Range(first, count).Select(vehicle => TakeOn(vehicle, resume, cancellationToken)));
            }

            _setup.Onboarded?.Invoke(first + count);
        }
    }

    private async Task TakeOn(int vehicle, bool resume, CancellationToken cancellationToken)
    {
        var id = _fleet.ProviderOf(vehicle);
        var provider = Grain(vehicle);
        var before = resume ? await provider.Get(cancellationToken) : null;
        var serviceClass = _setup.ClassOf(vehicle);
        if (before is { Market: not null })
        {
            // Its shift outlived the life before; so did its jobs.
            foreach (var active in before.Jobs)
            {
                if (await _ports.Grains.GetGrain<IJobGrain>(active.ToString("N")).Get(cancellationToken) is { } job)
                {
                    Begin(vehicle, job);
                }
            }

            if (before.ServiceClasses.Contains(serviceClass) || !before.Jobs.IsEmpty
                || IsRefused(vehicle, await provider.ChangeShift(new ChangeShift(SimulatedIds.Stamp(id, $"shift_end/{before.ShiftNumber}"), false, null, [], null, 0, 0), cancellationToken)))
            {
                return;
            }
        }
        else if (IsRefused(vehicle, await provider.Onboard(
                new OnboardProvider(SimulatedIds.Stamp(id, "apply"), OnboardingStep.Apply, $"Provider {vehicle}", _setup.Operator), cancellationToken))
            || IsRefused(vehicle, await provider.Onboard(new OnboardProvider(SimulatedIds.Stamp(id, "approve"), OnboardingStep.Approve, null, null), cancellationToken)))
        {
            return;
        }

        // Another shift than the first is another command.
        var stamp = SimulatedIds.Stamp(id, before is { ShiftNumber: > 0 } ? $"shift/{before.ShiftNumber}" : "shift");
        IsRefused(vehicle, await provider.ChangeShift(new ChangeShift(stamp, true, _setup.Market, [serviceClass], _setup.Ids.Vehicle(vehicle), 4, _setup.ChainLimit), cancellationToken));
    }

    /// <summary>A first life is refused nothing. In a later one somebody may have suspended the provider: then it stays at home.</summary>
    private bool IsRefused(int vehicle, ProviderReply reply)
    {
        if (reply.Rejection is { } why)
        {
            OnboardingRefused(_log, _fleet.ProviderOf(vehicle), why, reply.Detail);
            return true;
        }

        return false;
    }

    private IProviderGrain Grain(int vehicle) => _ports.Grains.GetGrain<IProviderGrain>(_fleet.ProviderOf(vehicle).ToString("N"));

    /// <summary>Runs inside the publisher's turn: it only notes and starts work.</summary>
    private void Hear(StreamEvent happened)
    {
        if (!happened.Stream.StartsWith("provider/", StringComparison.Ordinal) || !_vehicleOf.TryGetValue(happened.Stream, out var vehicle))
        {
            return;
        }

        switch (happened.Message)
        {
            case PushMessage.OfferMade offer:
                _ports.Work.Start("provider-answer", token => Answer(vehicle, offer, token));
                break;
            case PushMessage.MoveAdvised { Advice: var advice }:
                Follow(vehicle, advice);
                break;
            case PushMessage.JobChanged { Job: var job }:
                if (job.State.IsEnd() || job.Provider != _fleet.ProviderOf(vehicle))
                {
                    End(vehicle, job);
                }
                else
                {
                    if (job.State == JobState.Accepted)
                    {
                        Begin(vehicle, job);
                    }

                    // Also of a job that waits for the one before it: its goods may be ready meanwhile.
                    Note(vehicle, job);
                }

                break;
        }
    }

    private void Begin(int vehicle, JobView job)
    {
        var ride = new Ride(vehicle, job);
        lock (_gate)
        {
            var plan = _rides[vehicle] ??= [];
            if (plan.Exists(known => known.Job == job.Job))
            {
                return;
            }

            plan.Add(ride);
            if (plan.Count > 1)
            {
                return;
            }
        }

        // It may be on its way to somewhere it was advised to go.
        _fleet.Halt(vehicle, _ports.Time.GetUtcNow());
        _ports.Work.Start("provider-ride", token => Drive(ride, ride.Begun, token));
    }

    /// <summary>Keeps what is heard of a job in which a store or extra work goes on besides the provider's steps.</summary>
    private void Note(int vehicle, JobView job)
    {
        if (job.Kind is null)
        {
            return;
        }

        lock (_gate)
        {
            if (_rides[vehicle]?.Find(known => known.Job == job.Job) is { } ride)
            {
                ride.Latest = job;
            }
        }
    }

    private void End(int vehicle, JobView job)
    {
        Ride? next = null;
        var wasUnderWay = false;
        lock (_gate)
        {
            if (_rides[vehicle] is not { } plan || plan.FindIndex(known => known.Job == job.Job) is not (>= 0 and var at))
            {
                return;
            }

            plan[at].Over = true;
            plan.RemoveAt(at);
            wasUnderWay = at == 0;
            next = wasUnderWay && plan.Count > 0 ? plan[0] : null;
        }

        if (job.State.IsEnd())
        {
            // A job that another has by now still has a customer who tells its PIN.
            _pins.Forget(job.Job);
        }

        if (wasUnderWay && job.State != JobState.Completed)
        {
            _fleet.Halt(vehicle, _ports.Time.GetUtcNow());
        }

        if (next is not null)
        {
            _ports.Work.Start("provider-ride", token => Drive(next, next.Begun, token));
        }
    }

    /// <summary>Drives to where work is expected, idle and ready for offers all the way.</summary>
    private void Follow(int vehicle, MoveAdvice advice)
    {
        lock (_gate)
        {
            if (_rides[vehicle] is { Count: > 0 } || _fleet.IsSilent(vehicle))
            {
                return;
            }
        }

        var now = _ports.Time.GetUtcNow();
        _fleet.Halt(vehicle, now);
        _fleet.Drive(vehicle, _setup.Roads.NearestNode(new GeoPoint(advice.To.Longitude, advice.To.Latitude)).Node, now);
    }

    private async Task Answer(int vehicle, PushMessage.OfferMade made, CancellationToken cancellationToken)
    {
        var behaviour = _setup.Providers;
        var subject = SeededDraw.Of(made.Job.Job);
        var who = SeededDraw.Of(_fleet.ProviderOf(vehicle)) + (ulong)made.Job.Attempt;
        if (_fleet.IsSilent(vehicle))
        {
            return;
        }

        if (behaviour.ThinkTime > TimeSpan.Zero)
        {
            await Task.Delay(behaviour.ThinkTime * SeededDraw.Unit(_setup.Seed, DrawPurpose.ThinkTime, subject, who), _ports.Time, cancellationToken);
        }

        var accept = behaviour.AcceptProbability >= 1 || SeededDraw.Unit(_setup.Seed, DrawPurpose.Accept, subject, who) < behaviour.AcceptProbability;
        if (!accept && SeededDraw.Unit(_setup.Seed, DrawPurpose.Lapse, subject, who) < behaviour.LapseProbability)
        {
            return;
        }

        var name = accept ? "accept" : "decline";
        var answer = new AnswerOffer(SimulatedIds.Stamp(made.Offer, name), made.Offer, made.Job.Job, accept);
        var reply = await _insistence.Send(made.Job.Job, name, () => Grain(vehicle).Answer(answer, cancellationToken), cancellationToken);
        if (accept && reply is { Done: true })
        {
            Acknowledge(name, answer.Stamp.Id, reply);
        }
    }

    private async Task Drive(Ride ride, JobView job, CancellationToken cancellationToken)
    {
        var behaviour = _setup.Providers;
        var subject = SeededDraw.Of(job.Job);
        var who = SeededDraw.Of(_fleet.ProviderOf(ride.Vehicle));
        if (job.State == JobState.Accepted)
        {
            if (behaviour.SilentProbability > 0 && SeededDraw.Unit(_setup.Seed, DrawPurpose.ProviderSilent, subject, who) < behaviour.SilentProbability)
            {
                await FallSilent(ride, cancellationToken);
                return;
            }

            if (!await Step(ride, JobStep.Depart, "depart", null, cancellationToken))
            {
                return;
            }
        }

        if (job.State is JobState.Accepted or JobState.EnRouteToPickup)
        {
            if (behaviour.CancelProbability > 0 && SeededDraw.Unit(_setup.Seed, DrawPurpose.ProviderCancel, subject, who) < behaviour.CancelProbability)
            {
                await GiveUp(ride, job, SeededDraw.Unit(_setup.Seed, DrawPurpose.ProviderCancelMoment, subject, who), cancellationToken);
                return;
            }

            await DriveTo(ride, job.Stops[0], cancellationToken);
            if (!await Step(ride, JobStep.Arrive, "arrive", null, cancellationToken))
            {
                return;
            }
        }

        if (job.Kind == Kinds.Delivery)
        {
            await Bring(ride, job, cancellationToken);
            return;
        }

        if (job.Kind == Kinds.HomeService)
        {
            await Visit(ride, job, cancellationToken);
            return;
        }

        if (job.State != JobState.InProgress && !await Step(ride, JobStep.Start, "start", _pins.Ask(job.Job), cancellationToken))
        {
            return;
        }

        _pins.Forget(job.Job);
        for (var stop = Math.Max(1, job.NextStop); stop < job.Stops.Length; stop++)
        {
            await DriveTo(ride, job.Stops[stop], cancellationToken);
            var last = stop == job.Stops.Length - 1;
            if (!await Step(ride, last ? JobStep.Complete : JobStep.CompleteStop, last ? "complete" : $"complete_stop_{stop}", null, cancellationToken))
            {
                return;
            }
        }
    }

    /// <summary>Drives to the road node nearest to a place, which is where dispatch sees it too.</summary>
    private async Task DriveTo(Ride ride, WirePoint place, CancellationToken cancellationToken)
    {
        if (ride.Over)
        {
            return;
        }

        var now = _ports.Time.GetUtcNow();
        var node = _setup.Roads.NearestNode(new GeoPoint(place.Longitude, place.Latitude)).Node;
        var arrival = _fleet.Drive(ride.Vehicle, node, now);
        if (arrival > now)
        {
            await Task.Delay(arrival - now, _ports.Time, cancellationToken);
        }

        if (!ride.Over)
        {
            _fleet.Arrive(ride.Vehicle);
        }
    }

    private async Task GiveUp(Ride ride, JobView job, double part, CancellationToken cancellationToken)
    {
        var now = _ports.Time.GetUtcNow();
        var node = _setup.Roads.NearestNode(new GeoPoint(job.Stops[0].Longitude, job.Stops[0].Latitude)).Node;
        var arrival = _fleet.Drive(ride.Vehicle, node, now);
        await Task.Delay((arrival - now) * part, _ports.Time, cancellationToken);
        await Step(ride, JobStep.Cancel, "cancel", null, cancellationToken);
    }

    private async Task FallSilent(Ride ride, CancellationToken cancellationToken)
    {
        _fleet.SetSilent(ride.Vehicle, true);
        await Task.Delay(_setup.Providers.SilentFor, _ports.Time, cancellationToken);
        _fleet.SetSilent(ride.Vehicle, false);
    }

    /// <returns>Whether it was done and the ride goes on.</returns>
    private async Task<bool> Step(Ride ride, JobStep step, string name, string? pin, CancellationToken cancellationToken, string? note = null, long? amount = null)
    {
        if (ride.Over)
        {
            return false;
        }

        // The provider is part of the name: a job that is offered on sees the same step from another.
        var provider = _fleet.ProviderOf(ride.Vehicle);
        var command = new AdvanceJob(SimulatedIds.Stamp(ride.Job, $"{name}/{provider:N}"), ride.Job, provider, step, pin, null, note, amount);
        var reply = await _insistence.Send(ride.Job, name, () => Grain(ride.Vehicle).Advance(command, cancellationToken), cancellationToken);
        if (reply is { Done: true })
        {
            Acknowledge(name, command.Stamp.Id, reply);
            return true;
        }

        return false;
    }

    private void Acknowledge(string name, Guid command, JobReply reply) =>
        _setup.Acknowledged?.Invoke(new Acknowledgement(name, command, reply.View!.Job, reply.View.Version, _ports.Time.GetUtcNow()));
}

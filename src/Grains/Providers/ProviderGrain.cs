using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using O2O.Dispatch.Contracts;
using O2O.Dispatch.Contracts.Dispatch;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Providers;
using O2O.Dispatch.Contracts.Push;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Offers;
using O2O.Dispatch.Domain.Providers;
using O2O.Dispatch.Domain.Ratings;
using O2O.Dispatch.Grains.Observability;
using Orleans.Runtime;

namespace O2O.Dispatch.Grains.Providers;

/// <summary>One provider, the arbiter of its own time. Offers and plan are memory; after a restart, and after any answer that stayed unknown, the plan is read anew from the jobs.</summary>
public sealed partial class ProviderGrain(
    [PersistentState(StorageNames.ProviderState, StorageNames.Provider)] IPersistentState<ProviderDocument> stored,
    IJobStore jobs,
    IOfferStore offers,
    IProviderDirectory directory,
    IRatingStore ratings,
    IEventBus bus,
    TimeProvider time,
    ILogger<ProviderGrain> log) : Grain, IProviderGrain
{
    private const int MaxChain = 20;
    private Guid _id;
    private ProviderWork _work = new(default);
    private bool _workKnown;
    private MoveAdvice? _advice;
    private double? _rating;

    private ImmutableArray<string>? Has => stored.State.Skills is { Count: > 0 } some ? [.. some] : null;

    /// <summary>Whether it has applied and was not removed since.</summary>
    private bool IsThere => stored.RecordExists && stored.State.Operator.Length > 0;

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _id = ProviderId.Parse(this.GetPrimaryKeyString()).Value;
        await ReadWork(cancellationToken);
        if (stored.State.Shift is not null)
        {
            await ReadRating(cancellationToken);
        }
    }

    /// <inheritdoc/>
    public async Task<ProviderReply> Onboard(OnboardProvider command, CancellationToken cancellationToken)
    {
        if (stored.State.Commands.Contains(command.Stamp.Id))
        {
            await TellStanding(cancellationToken);
            return new ProviderReply(View(), null, null);
        }

        if (command.Step == OnboardingStep.Apply)
        {
            return await Apply(command, cancellationToken);
        }

        if (!IsThere)
        {
            return new ProviderReply(null, Rejection.ProviderUnknown, null);
        }

        var trigger = command.Step switch
        {
            OnboardingStep.Approve => StandingTrigger.Approve,
            OnboardingStep.Suspend => StandingTrigger.Suspend,
            OnboardingStep.Reinstate => StandingTrigger.Reinstate,
            OnboardingStep.Apply => throw new InvalidOperationException("Applying is handled above."),
        };
        if (StandingTransitions.Next(stored.State.Standing, trigger) is not { } next)
        {
            return new ProviderReply(View(), Rejection.IllegalInThisState, $"A provider that is {stored.State.Standing} cannot {trigger}.");
        }

        stored.State.Standing = next;
        await Write(command.Stamp.Id);
        await TellStanding(cancellationToken);
        TellShards();
        return new ProviderReply(View(), null, null);
    }

    /// <inheritdoc/>
    public async Task<ProviderReply> ChangeSkills(ChangeSkills command, CancellationToken cancellationToken)
    {
        if (stored.State.Commands.Contains(command.Stamp.Id))
        {
            // A crash may have come between the write and the news.
            await TellSkills();
            return new ProviderReply(View(), null, null);
        }

        if (!IsThere)
        {
            return new ProviderReply(null, Rejection.ProviderUnknown, null);
        }

        if (Skills.Faults(command.Skills, Skills.MostOfProvider).ToList() is { Count: > 0 } faults)
        {
            return new ProviderReply(View(), Rejection.InputInvalid, string.Join(' ', faults.Select(fault => $"skills: {fault}")));
        }

        await KnowWork(cancellationToken);

        // Before the list is written: an offer that is taken back can be made again, one that asks for what is gone must not be accepted.
        var skills = Skills.Of(command.Skills);
        foreach (var offer in _work.OpenOffers)
        {
            if (_work.TryFind(offer.Id.Value, out _, out var offered) && !Skills.Missing(skills, offered.Sale?.Skills).IsEmpty)
            {
                await EndOffer(offer, OfferTrigger.Withdraw, cancellationToken);
            }
        }

        stored.State.Skills = [.. skills ?? []];
        await Write(command.Stamp.Id);
        await TellSkills();
        return new ProviderReply(View(), null, null);
    }

    /// <inheritdoc/>
    public async Task<ProviderReply> Remove(CancellationToken cancellationToken)
    {
        if (stored.State.Shift is not null)
        {
            return new ProviderReply(View(), Rejection.IllegalInThisState, "The provider is on a shift; it ends first.");
        }

        // The entry goes first: after a crash between the two the account is still there, and removing it again removes both.
        await directory.Remove(new ProviderId(_id), cancellationToken);
        // Also where this activation knows of nothing any more: a write that failed is made up for.
        if (stored.RecordExists)
        {
            // The count of shifts stays: whoever applies again under this id begins a later shift than any that is remembered.
            stored.State = new ProviderDocument { ShiftNumber = stored.State.ShiftNumber };
            await stored.WriteStateAsync();
        }

        _workKnown = false;
        return new ProviderReply(null, null, null);
    }

    /// <inheritdoc/>
    public async Task<ProviderReply> ChangeShift(ChangeShift command, CancellationToken cancellationToken)
    {
        if (stored.State.Commands.Contains(command.Stamp.Id))
        {
            return new ProviderReply(View(), null, null);
        }

        if (!IsThere)
        {
            return new ProviderReply(null, Rejection.ProviderUnknown, null);
        }

        await KnowWork(cancellationToken);
        return command.On ? await StartShift(command) : await EndShift(command);
    }

    /// <inheritdoc/>
    public async Task<OfferReply> Offer(MakeOffer command, CancellationToken cancellationToken)
    {
        await KnowWork(cancellationToken);
        if (_work.TryFind(command.Offer, out _, out _))
        {
            return new OfferReply(null, View());
        }

        if (RefusesWork(command.Job, byOperator: false) is { } why)
        {
            return new OfferReply(why, View());
        }

        var keeps = command.Keeps ?? [];
        if (_work.MayMiss(keeps))
        {
            return new OfferReply(Rejection.WouldMissCommitment, View());
        }

        var now = time.GetUtcNow();
        var offer = new Offer(
            new OfferId(command.Offer), new JobId(command.Job.Job), command.Job.Attempt, command.Job.Version, new ProviderId(_id), now, command.ExpiresAt, command.PickUpDue, OfferStatus.Sent);
        var push = new StreamAppend(
            StreamNames.Provider(_id), new PushMessage.OfferMade(command.Offer, JobViews.Offered(command.Job), command.ExpiresAt, command.PickUpDue));
        StreamEvent made;
        try
        {
            made = await offers.Record(offer, ShardKey.Of(command.Job.Market, command.Job.ServiceClass), push, cancellationToken);
        }
        catch
        {
            // Whether it was recorded is unknown: whoever made it will take it back.
            _workKnown = false;
            throw;
        }

        _work.Open(offer, command.Job, keeps);
        _advice = null;
        await bus.Publish([made]);
        DispatchMeters.Offer("made");
        return new OfferReply(null, View());
    }

    /// <inheritdoc/>
    public async Task<OfferReply> Withdraw(WithdrawOffer command, CancellationToken cancellationToken)
    {
        await KnowWork(cancellationToken);
        if (_work.TryFind(command.Offer, out var offer, out _))
        {
            await EndOffer(offer, command.Expired ? OfferTrigger.Expire : OfferTrigger.Withdraw, cancellationToken);
            return new OfferReply(null, View());
        }

        return new OfferReply(_work.Holds(command.Job) ? Rejection.OfferTaken : null, View());
    }

    /// <inheritdoc/>
    public async Task<JobReply> Answer(AnswerOffer command, CancellationToken cancellationToken)
    {
        await KnowWork(cancellationToken);
        if (!_work.TryFind(command.Offer, out var offer, out var job) || offer.Job.Value != command.Job)
        {
            // Not known here: either the same answer comes again, or the offer is over.
            var seen = await jobs.FindAnswer(command.Stamp.Id, cancellationToken);
            return seen is null ? JobReply.Reject(Rejection.OfferExpired)
                : seen.Stamp.BodyHash == command.Stamp.BodyHash ? seen.Reply
                : JobReply.Reject(Rejection.CommandIdReused);
        }

        if (!command.Accept)
        {
            await EndOffer(offer, OfferTrigger.Decline, cancellationToken);
            TellShards();
            return new JobReply(JobViews.Offered(job), null, null);
        }

        if (offer.RefusesAcceptance(time.GetUtcNow()) is { } late)
        {
            await EndOffer(offer, OfferTrigger.Expire, cancellationToken);
            TellShards();
            return JobReply.Reject(WireEnums.Of(late), JobViews.Offered(job));
        }

        if ((_work.MayMiss(_work.KeptWith(command.Offer)) ? Rejection.WouldMissCommitment : _work.HasRoomNowFor(job) ? (Rejection?)null : Rejection.ProviderBusy) is { } changed)
        {
            // Promised, or sent to what was promised, since the offer was made: by another shard, or an operator's word.
            await EndOffer(offer, OfferTrigger.Withdraw, cancellationToken);
            TellShards();
            return JobReply.Reject(changed, JobViews.Offered(job));
        }

        return await Accept(command, offer, job, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<JobReply> Advance(AdvanceJob command, CancellationToken cancellationToken)
    {
        if (command.Provider != _id)
        {
            return JobReply.Reject(Rejection.NotYourJob);
        }

        await KnowWork(cancellationToken);
        var reply = await Job(command.Job, job => job.Advance(command, cancellationToken));
        if (reply.View is { } view)
        {
            var wasPromised = _work.IsPromised(view.Job);
            Follow(view);
            if (reply.Done && (wasPromised || command.Step is JobStep.Arrive or JobStep.Start or JobStep.CompleteStop))
            {
                // One-way, upwards: the shard works out when this provider is free. What is lost makes it guess later, never wrongly sooner.
                _ = GrainFactory.GetGrain<IDispatchShardGrain>(ShardKey.Of(view.Market, view.ServiceClass)).HearOfStep(view);
            }
        }

        return reply;
    }

    /// <inheritdoc/>
    public async Task<JobReply> Assign(AssignJob command, CancellationToken cancellationToken)
    {
        if (command.Provider != _id)
        {
            return JobReply.Reject(Rejection.InputInvalid, null, $"The command names provider {command.Provider:N}, the grain is {_id:N}.");
        }

        await KnowWork(cancellationToken);
        var grain = GrainFactory.GetGrain<IJobGrain>(command.Job.ToString("N"));
        if (await grain.Get(cancellationToken) is not { } job)
        {
            return JobReply.Reject(Rejection.JobUnknown);
        }

        // While the job was read the grain waited; nothing else came in between, for it is not reentrant.
        if (!_work.Holds(command.Job) && RefusesWork(job, byOperator: true) is { } why)
        {
            return JobReply.Reject(why, job, why == Rejection.LacksSkill ? $"The provider lacks {string.Join(", ", Missing(job))}." : null);
        }

        var slot = _work.FreeSlot;
        var reply = await Job(command.Job, known => known.Assign(
            command with { Vehicle = stored.State.Shift?.Vehicle ?? Guid.Empty, PlanSlot = slot }, cancellationToken));
        if (reply.Done && reply.View is { } taken && taken.Provider == _id && !_work.Holds(command.Job))
        {
            foreach (var offer in _work.OpenOffers)
            {
                if (offer.Job.Value == command.Job)
                {
                    await EndOffer(offer, OfferTrigger.Withdraw, cancellationToken);
                }
            }

            _work.Take(taken, taken.PlanSlot ?? slot);
            TellShards();
        }

        return reply;
    }

    /// <inheritdoc/>
    public async Task Advise(MoveAdvice advice, CancellationToken cancellationToken)
    {
        await KnowWork(cancellationToken);
        if (stored.State.Shift is null || !IsIdle || advice.ExpiresAt <= time.GetUtcNow())
        {
            return;
        }

        _advice = advice;
        await bus.Publish([new StreamEvent(StreamNames.Provider(_id), 0, 0, time.GetUtcNow(), new PushMessage.MoveAdvised(advice))]);
    }

    /// <inheritdoc/>
    public async Task ObserveSilence(DateTimeOffset since, CancellationToken cancellationToken)
    {
        await KnowWork(cancellationToken);
        foreach (var job in _work.Jobs.AddRange(_work.Commitments.Select(job => job.Job)))
        {
            var reply = await Job(job, grain => grain.RecordSilence(new SilenceReport(job, _id, since), cancellationToken));
            if (reply.View is { } view)
            {
                Follow(view);
            }
        }
    }

    /// <inheritdoc/>
    public async Task HearOfJob(JobView job, CancellationToken cancellationToken)
    {
        await KnowWork(cancellationToken);
        _work.Follow(job, _id);

        // Whatever was known here: an activation that this news began has read its work without the job, while the shards still know of a promise.
        if (job.BookedFor is not null && !_work.IsPromised(job.Job))
        {
            TellShards();
        }
    }

    /// <inheritdoc/>
    public async Task<ProviderView?> SetOff(Guid job, CancellationToken cancellationToken)
    {
        await KnowWork(cancellationToken);
        if (_work.SetOff(job) is { } promised)
        {
            _advice = null;
            TellShards();
            await bus.Publish([new StreamEvent(StreamNames.Provider(_id), 0, 0, time.GetUtcNow(), new PushMessage.SetOff(promised))]);
        }

        return View();
    }

    /// <inheritdoc/>
    public async Task<ProviderView?> MissCommitment(Guid job, CancellationToken cancellationToken)
    {
        await KnowWork(cancellationToken);
        if (_work.IsPromised(job))
        {
            await Release(job, late: true, cancellationToken);
        }

        return View();
    }

    /// <inheritdoc/>
    public async Task<ProviderView?> Get(CancellationToken cancellationToken)
    {
        await KnowWork(cancellationToken);
        return View();
    }

    private bool IsIdle => _work.Plan.Stops.IsEmpty && _work.OpenOffer is null;

    private async Task<ProviderReply> Apply(OnboardProvider command, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(command.Name) || command.Name.Length > 100 || !OperatorId.TryParse(command.Operator, out _))
        {
            return new ProviderReply(View(), Rejection.InputInvalid, $"name: 1 to 100 characters; operator: {Slug.Rule}");
        }

        if (IsThere)
        {
            return new ProviderReply(View(), Rejection.IllegalInThisState, "This provider has applied already.");
        }

        stored.State.Name = command.Name;
        stored.State.Operator = command.Operator!;
        stored.State.Standing = ProviderStanding.Applied;
        await Write(command.Stamp.Id);
        await TellStanding(cancellationToken);
        return new ProviderReply(View(), null, null);
    }

    private async Task<ProviderReply> StartShift(ChangeShift command)
    {
        if (stored.State.Standing != ProviderStanding.Approved)
        {
            return new ProviderReply(View(), Rejection.ProviderNotApproved, $"The provider is {stored.State.Standing}.");
        }

        if (stored.State.Shift is not null)
        {
            return new ProviderReply(View(), Rejection.IllegalInThisState, "The provider is on a shift; end it first.");
        }

        if (ShiftFaults(command).ToList() is { Count: > 0 } faults)
        {
            return new ProviderReply(View(), Rejection.InputInvalid, string.Join(' ', faults));
        }

        stored.State.Shift = new ShiftDocument
        {
            Market = command.Market!,
            ServiceClasses = [.. command.ServiceClasses.Distinct().Order(StringComparer.Ordinal)],
            Vehicle = command.Vehicle!.Value,
            Capacity = command.Capacity,
            ChainLimit = command.ChainLimit,
        };
        stored.State.ShiftNumber++;
        await Write(command.Stamp.Id);
        await ReadRating(CancellationToken.None);
        _workKnown = false;
        await KnowWork(CancellationToken.None);
        TellShards();
        await TellFleet(stored.State.Shift.Market);
        return new ProviderReply(View(), null, null);
    }

    /// <summary>Takes in what a job is now. The shards hear of a promise that is gone with it.</summary>
    private void Follow(JobView job)
    {
        var wasPromised = _work.IsPromised(job.Job);
        _work.Follow(job, _id);
        if (wasPromised && !_work.IsPromised(job.Job))
        {
            TellShards();
        }
    }

    private async Task Release(Guid job, bool late, CancellationToken cancellationToken)
    {
        var reply = await Job(job, grain => grain.ReleaseBooked(new ReleaseBooked(job, _id, late), cancellationToken));
        if (reply.View is { } view)
        {
            _work.Follow(view, _id);
            TellShards();
        }
    }

    private async Task<ProviderReply> EndShift(ChangeShift command)
    {
        if (stored.State.Shift is null)
        {
            return new ProviderReply(View(), Rejection.NotOnShift, null);
        }

        if (!_work.Plan.Stops.IsEmpty)
        {
            return new ProviderReply(View(), Rejection.ProviderBusy, "Finish or give up the jobs of the plan first.");
        }

        // Whoever goes home does not come back for what is booked: it is offered on while there is time.
        foreach (var promised in _work.Commitments)
        {
            await Release(promised.Job, late: false, CancellationToken.None);
        }

        await KnowWork(CancellationToken.None);
        if (!_work.Commitments.IsEmpty)
        {
            return new ProviderReply(View(), Rejection.ProviderBusy, "A booked job could not be given up; try again.");
        }

        foreach (var offer in _work.OpenOffers)
        {
            await EndOffer(offer, OfferTrigger.Decline, CancellationToken.None);
        }

        var last = stored.State.Shift;
        stored.State.Shift = null;
        await Write(command.Stamp.Id);
        TellShards(last);
        await TellFleet(last.Market);
        return new ProviderReply(View(), null, null);
    }

    private async Task<JobReply> Accept(AnswerOffer command, Offer offer, JobView job, CancellationToken cancellationToken)
    {
        // Twice at the most: an answer that stayed unknown, or a plan slot that turned out to be taken, is asked again with the same command after reading the work anew.
        for (var again = false; ; again = true)
        {
            var slot = _work.FreeSlot;
            var accept = new AcceptOffer(
                command.Stamp, offer.Id.Value, offer.Attempt, offer.JobVersion, _id, stored.State.Shift?.Vehicle ?? Guid.Empty, slot, offer.PickUpDue, job.Provider);
            JobReply reply;
            try
            {
                reply = await GrainFactory.GetGrain<IJobGrain>(command.Job.ToString("N")).Accept(accept, cancellationToken);
            }
            catch (Exception fault) when (!again && fault is not OperationCanceledException)
            {
                AcceptUnknown(log, _id, command.Job, fault);
                await ReadWork(cancellationToken);
                continue;
            }
            catch
            {
                _workKnown = false;
                throw;
            }

            if (reply.Done)
            {
                _work.Close(command.Offer);
                DispatchMeters.Accepted(time.GetUtcNow() - offer.SentAt);
                if (!_work.Holds(command.Job))
                {
                    _work.Take(reply.View!, reply.View!.PlanSlot ?? slot);
                }

                if (_work.IsPromised(command.Job))
                {
                    TellShards();
                }

                return reply;
            }

            if (reply.Rejection == Rejection.PlanSlotTaken && !again)
            {
                await ReadWork(cancellationToken);
                continue;
            }

            await EndOffer(offer, OfferTrigger.Withdraw, cancellationToken);
            TellShards();
            return reply;
        }
    }

    private Rejection? RefusesWork(JobView job, bool byOperator)
    {
        if (!IsThere)
        {
            return Rejection.ProviderUnknown;
        }

        if (stored.State.Standing != ProviderStanding.Approved)
        {
            return Rejection.ProviderNotApproved;
        }

        if (stored.State.Shift is not { } shift || shift.Market != job.Market || !shift.ServiceClasses.Contains(job.ServiceClass))
        {
            return Rejection.NotOnShift;
        }

        return !Missing(job).IsEmpty ? Rejection.LacksSkill
            : _work.HasRoomFor(job, byOperator) ? null
            : Rejection.ProviderBusy;
    }

    /// <summary>What it lacks of what a job asks for.</summary>
    private ImmutableArray<string> Missing(JobView job) => Skills.Missing(Has, job.Sale?.Skills);

    private static IEnumerable<string> ShiftFaults(ChangeShift command)
    {
        if (!MarketId.TryParse(command.Market, out _))
        {
            yield return $"market: {Slug.Rule}";
        }

        if (command.ServiceClasses.IsDefaultOrEmpty || command.ServiceClasses.Any(name => !ServiceClassId.TryParse(name, out _)))
        {
            yield return $"service_classes: at least one, each {Slug.Rule}";
        }

        if (command.Vehicle is null || command.Vehicle == Guid.Empty)
        {
            yield return "vehicle: a GUID other than the empty one is expected.";
        }

        if (command.Capacity is < 1 or > JobLimits.MaxLoad)
        {
            yield return $"capacity: lies between 1 and {JobLimits.MaxLoad}.";
        }

        if (command.ChainLimit is < 1 or > MaxChain)
        {
            yield return $"chain_limit: lies between 1 and {MaxChain}.";
        }
    }

    private async Task EndOffer(Offer offer, OfferTrigger trigger, CancellationToken cancellationToken)
    {
        var status = OfferTransitions.Next(offer.Status, trigger)
            ?? throw new InvalidOperationException($"Offer {offer.Id} cannot {trigger} from {offer.Status}.");
        var outcome = System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(status.ToString());
        var push = new StreamAppend(StreamNames.Provider(_id), new PushMessage.OfferClosed(offer.Id.Value, offer.Job.Value, outcome));
        var ended = await offers.End(new OfferChange(offer.Id, status), push, time.GetUtcNow(), cancellationToken);
        _work.Close(offer.Id.Value);
        DispatchMeters.Offer(outcome);
        await bus.Publish([ended]);
    }

    /// <summary>Calls a job; an answer that stays unknown makes this grain read its work anew before it does anything else.</summary>
    private async Task<JobReply> Job(Guid job, Func<IJobGrain, Task<JobReply>> call)
    {
        try
        {
            var reply = await call(GrainFactory.GetGrain<IJobGrain>(job.ToString("N")));
            if (reply.Rejection is Rejection.NotYourJob or Rejection.JobEnded && _work.Holds(job))
            {
                _workKnown = false;
            }

            return reply;
        }
        catch
        {
            _workKnown = false;
            throw;
        }
    }

    private async Task TellSkills()
    {
        TellShards();
        if (stored.State.Shift is { } shift)
        {
            await TellFleet(shift.Market);
        }
    }

    private async Task Write(Guid command)
    {
        stored.State.Commands.Add(command);
        if (stored.State.Commands.Count > ProviderDocument.RememberedCommands)
        {
            stored.State.Commands.RemoveAt(0);
        }

        try
        {
            await stored.WriteStateAsync();
        }
        catch
        {
            // Not durable, or not known to be: a repetition is not answered from memory, and the next activation reads what is there.
            stored.State.Commands.Remove(command);
            DeactivateOnIdle();
            throw;
        }
    }

    private async ValueTask KnowWork(CancellationToken cancellationToken)
    {
        if (!_workKnown)
        {
            await ReadWork(cancellationToken);
        }
    }

    private async Task ReadWork(CancellationToken cancellationToken)
    {
        var shift = stored.State.Shift;
        var work = new ProviderWork(new PlanLimits(shift?.Capacity ?? 0, shift?.ChainLimit ?? 0));

        // In the order they are to be done: what is under way, then as they were taken. Slots are given again and say nothing about it.
        var active = await jobs.ActiveOfProvider(new ProviderId(_id), cancellationToken);
        foreach (var job in active.OrderBy(job => job.Status.IsBeforePickup()).ThenBy(job => job.Assignment!.AcceptedAt).ThenBy(job => job.Assignment!.PlanSlot))
        {
            work.Restore(job);
        }

        // Open offers stay before the provider, unless their job is in the plan by now; those of an earlier activation, too, though of them nobody knows what they were reckoned with.
        foreach (var offer in _work.OpenOffers)
        {
            if (_work.TryFind(offer.Id.Value, out _, out var offered) && !work.Holds(offered.Job))
            {
                work.Open(offer, offered, _work.KeptWith(offer.Id.Value));
            }
        }

        foreach (var serviceClass in shift?.ServiceClasses ?? [])
        {
            foreach (var offer in await offers.OpenOfProvider(ShardKey.Of(shift!.Market, serviceClass), new ProviderId(_id), cancellationToken))
            {
                if (!work.TryFind(offer.Id.Value, out _, out _) && !work.Holds(offer.Job.Value) && await jobs.Load(offer.Job, cancellationToken) is { } job)
                {
                    work.Open(offer, JobViews.Of(job, offer.SentAt), []);
                }
            }
        }

        _work = work;
        _workKnown = true;
    }

    private void TellShards(ShiftDocument? ended = null)
    {
        if ((stored.State.Shift ?? ended) is not { } shift || View() is not { } view)
        {
            return;
        }

        foreach (var serviceClass in shift.ServiceClasses)
        {
            // One-way, upwards: what is lost is mended by the next report or a refused offer.
            _ = GrainFactory.GetGrain<IDispatchShardGrain>(ShardKey.Of(shift.Market, serviceClass)).HearOfProvider(view);
        }
    }

    /// <summary>The directory follows the standing. When it cannot be written the sender hears of it, and the repetition of the command writes it.</summary>
    private async Task TellStanding(CancellationToken cancellationToken)
    {
        await directory.Put(
            new ProviderEntry(new ProviderId(_id), stored.State.Name, stored.State.Operator, stored.State.Standing, time.GetUtcNow()), cancellationToken);
        if (stored.State.Shift is { } shift)
        {
            await TellFleet(shift.Market);
        }
    }

    /// <summary>Tells the maps of the market that a shift began or ended. A courtesy: whoever missed it asks.</summary>
    private async Task TellFleet(string market)
    {
        if (View() is { } view)
        {
            await bus.Publish([new StreamEvent(StreamNames.Fleet(market), 0, 0, time.GetUtcNow(), new PushMessage.ProviderChanged(view))]);
        }
    }

    private ProviderView? View()
    {
        if (!IsThere)
        {
            return null;
        }

        var shift = stored.State.Shift;
        return new ProviderView(
            _id,
            stored.State.Name,
            stored.State.Operator,
            WireEnums.Of(stored.State.Standing),
            shift is null ? ProviderState.Offline : WireEnums.Of(_work.Status),
            shift?.Market,
            shift is null ? [] : [.. shift.ServiceClasses],
            shift?.Vehicle,
            shift?.Capacity ?? 0,
            shift?.ChainLimit ?? 0,
            _work.Jobs,
            _work.OpenOffer,
            stored.State.ShiftNumber,
            shift is not null && IsIdle && _advice is { } advice && time.GetUtcNow() < advice.ExpiresAt ? advice : null,
            shift is null ? null : _rating,
            _work.Commitments is { IsEmpty: false } promised
                ? [.. promised.Select(job => new ProviderCommitment(job.Job, job.Stops, JobViews.DueOf(job), job.Work))]
                : null,
            Has);
    }

    /// <summary>A shift is matched by the ratings it began with.</summary>
    private async Task ReadRating(CancellationToken cancellationToken) =>
        _rating = (await RatingFigures.Of(ratings, RatingSide.Customer, _id, time.GetUtcNow(), cancellationToken)).Score;
}

using System.Collections.Frozen;
using Microsoft.Extensions.Logging;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Push;
using O2O.Dispatch.Domain.Jobs;

namespace O2O.Dispatch.Simulation.People;

/// <summary>
/// The simulated staff of stores: it accepts, rejects or forgets each order for a delivery, and says when the goods are ready. An order that a person has answered meanwhile is that person's.
/// </summary>
public sealed class SimulatedStaff
{
    private readonly SimulationSetup _setup;
    private readonly SimulationPorts _ports;
    private readonly Insistence _insistence;
    private readonly FrozenSet<Guid> _stores;
    private readonly List<JobView> _left = [];

    /// <summary>Makes it; <see cref="Start"/> sets it to work.</summary>
    public SimulatedStaff(SimulationSetup setup, SimulationPorts ports)
    {
        _setup = setup;
        _ports = ports;
        _insistence = new Insistence(ports.Logs.CreateLogger<SimulatedStaff>(), ports.Time);
        _stores = setup.Stores.Select(store => store.Id.Value).ToFrozenSet();
    }

    /// <summary>Takes in an order that a life before left behind. Before <see cref="Start"/>.</summary>
    public void Remember(Job job)
    {
        if (!job.Status.IsEnd() && job.Order is { IsDelivery: true, Sale: { } sale } && _stores.Contains(sale.Store.Value))
        {
            _left.Add(JobViews.Of(job, job.Order.RequestedAt));
        }
    }

    /// <summary>Begins with what was left behind, and listens.</summary>
    public void Start()
    {
        if (_stores.Count == 0)
        {
            return;
        }

        _ports.Bus.Listen(Hear);
        foreach (var job in _left)
        {
            if (job.Sale is { ReadyAt: null, AnswerBy: not null })
            {
                _ports.Work.Start("staff-answer", token => Answer(job, token));
            }
            else if (job.Sale is { ReadyAt: not null, PreparedAt: null })
            {
                _ports.Work.Start("staff-prepare", token => Prepare(job, token));
            }
        }

        _left.Clear();
    }

    /// <summary>Runs inside the publisher's turn: it only starts work.</summary>
    private void Hear(StreamEvent happened)
    {
        if (happened.Message is not PushMessage.JobChanged { Job: { Sale: { } sale } job, Event: var what } || !happened.Stream.StartsWith("job/", StringComparison.Ordinal) || !_stores.Contains(sale.Store))
        {
            return;
        }

        if (what == "merchant_asked")
        {
            _ports.Work.Start("staff-answer", token => Answer(job, token));
        }
        else if (what == "merchant_accepted" && sale.AnswerBy is null)
        {
            // A store that is not asked takes every order.
            _ports.Work.Start("staff-prepare", token => Prepare(job, token));
        }
    }

    private async Task Answer(JobView asked, CancellationToken cancellationToken)
    {
        var behaviour = _setup.Staff;
        var subject = SeededDraw.Of(asked.Job);
        var isSimulated = _setup.IsSimulated(asked.Customer);
        var answer = isSimulated ? SeededDraw.Unit(_setup.Seed, DrawPurpose.StaffAnswer, subject) : 1;
        if (answer < behaviour.ForgetProbability)
        {
            return;
        }

        var think = isSimulated ? behaviour.ThinkTime * SeededDraw.Unit(_setup.Seed, DrawPurpose.StaffThinkTime, subject) : behaviour.ThinkTimeForPeople;
        await Task.Delay(think, _ports.Time, cancellationToken);
        if (await Grain(asked).Get(cancellationToken) is not { State: JobState.Scheduled, Sale.ReadyAt: null })
        {
            return;
        }

        if (answer < behaviour.ForgetProbability + behaviour.RejectProbability)
        {
            await Serve(asked, StoreStep.Reject, "store_reject", cancellationToken);
        }
        else if (await Serve(asked, StoreStep.Accept, "store_accept", cancellationToken) is { Done: true, View: { } accepted })
        {
            await Prepare(accepted, cancellationToken);
        }
    }

    private async Task Prepare(JobView accepted, CancellationToken cancellationToken)
    {
        var behaviour = _setup.Staff;
        var takes = behaviour.ReadyEarlier + behaviour.ReadyLater;
        var readyAt = accepted.Sale!.ReadyAt!.Value - behaviour.ReadyEarlier + takes * SeededDraw.Unit(_setup.Seed, DrawPurpose.Prepared, SeededDraw.Of(accepted.Job));
        var wait = readyAt - _ports.Time.GetUtcNow();
        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, _ports.Time, cancellationToken);
        }

        if (await Grain(accepted).Get(cancellationToken) is { Sale.PreparedAt: null } job && !job.State.IsEnd() && job.State != JobState.InProgress)
        {
            await Serve(accepted, StoreStep.Prepared, "prepared", cancellationToken);
        }
    }

    private IJobGrain Grain(JobView job) => _ports.Grains.GetGrain<IJobGrain>(job.Job.ToString("N"));

    private async Task<JobReply?> Serve(JobView job, StoreStep step, string name, CancellationToken cancellationToken)
    {
        var command = new ServeJob(SimulatedIds.Stamp(job.Job, name), job.Sale!.Merchant, step);
        var reply = await _insistence.Send(job.Job, name, () => Grain(job).Serve(command, cancellationToken), cancellationToken);
        if (reply is { Done: true })
        {
            _setup.Acknowledged?.Invoke(new Acknowledgement(name, command.Stamp.Id, job.Job, reply.View!.Version, _ports.Time.GetUtcNow()));
        }

        return reply;
    }
}

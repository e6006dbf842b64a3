using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Json;
using O2O.Dispatch.Domain.Sales;

namespace O2O.Dispatch.Simulation.People;

/// <summary>What providers do at the pick-up of something else than a ride: couriers wait for the goods and bring them, others work at a customer's home.</summary>
public sealed partial class SimulatedProviders
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(5);

    // Goods that nobody marks as ready are taken so long after they should have been: a person who serves may forget the button.
    private static readonly TimeSpan TakesAnyway = TimeSpan.FromMinutes(10);
    private const int LeastExtra = 500;
    private const int MostExtra = 3_000;

    /// <summary>Takes the goods over when they are ready, brings them, and hands them over for the customer's code; or brings them back when nobody is there.</summary>
    private async Task Bring(Ride ride, JobView job, CancellationToken cancellationToken)
    {
        if (job.State != JobState.InProgress)
        {
            while (!ride.Over && ride.Latest.Sale is { PreparedAt: null, ReadyAt: var ready } && _ports.Time.GetUtcNow() < ready + TakesAnyway)
            {
                await Task.Delay(LookAgain, _ports.Time, cancellationToken);
            }

            if (!await Step(ride, JobStep.Start, "start", null, cancellationToken))
            {
                return;
            }
        }

        if (ride.Latest.Sale?.Returning is null)
        {
            await DriveTo(ride, job.Stops[1], cancellationToken);
            var behaviour = _setup.Providers;
            await Task.Delay(behaviour.HandOverTime * SeededDraw.Unit(_setup.Seed, DrawPurpose.HandOver, SeededDraw.Of(job.Job)), _ports.Time, cancellationToken);
            if (_pins.Ask(job.Job) is null)
            {
                await Task.Delay(behaviour.DoorWait, _ports.Time, cancellationToken);
            }

            if (_pins.Ask(job.Job) is { } code && await Step(ride, JobStep.Complete, "complete", code, cancellationToken))
            {
                return;
            }

            if (!await Step(ride, JobStep.ReturnGoods, "return", null, cancellationToken, Snake.Of(ReturnReason.CustomerAbsent)))
            {
                return;
            }
        }

        await DriveTo(ride, job.Stops[0], cancellationToken);
        await Step(ride, JobStep.Complete, "complete_return", null, cancellationToken);
    }

    /// <summary>Begins at the booked time, or on arrival when that is later, works, and offers extra work now and then.</summary>
    private async Task Visit(Ride ride, JobView job, CancellationToken cancellationToken)
    {
        if (job.State != JobState.InProgress)
        {
            var early = job.PickUpBy - SimulatedMarkets.VisitPatience - _ports.Time.GetUtcNow();
            if (early > TimeSpan.Zero)
            {
                await Task.Delay(early, _ports.Time, cancellationToken);
            }

            if (!await Step(ride, JobStep.Start, "start", _pins.Ask(job.Job), cancellationToken))
            {
                return;
            }
        }

        var behaviour = _setup.Providers;
        var subject = SeededDraw.Of(job.Job);
        var takes = behaviour.LeastWork + (behaviour.MostWork - behaviour.LeastWork) * SeededDraw.Unit(_setup.Seed, DrawPurpose.WorkTime, subject);
        var finds = takes / 3;
        await Task.Delay(finds, _ports.Time, cancellationToken);
        var extra = SeededDraw.Unit(_setup.Seed, DrawPurpose.ExtraWork, subject);
        if (extra < behaviour.ExtraProbability)
        {
            var amount = LeastExtra + (long)((MostExtra - LeastExtra) * (extra / behaviour.ExtraProbability));
            await Step(ride, JobStep.OfferExtra, "offer_extra", null, cancellationToken, "A worn part is replaced.", amount);
        }

        await Task.Delay(takes - finds, _ports.Time, cancellationToken);
        await Step(ride, JobStep.Complete, "complete", null, cancellationToken);
    }
}

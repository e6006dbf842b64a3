using O2O.Dispatch.Domain.Fares;

namespace O2O.Dispatch.Domain.Jobs;

/// <summary>The market's terms that a job was ordered under. They travel with the job, so that a later change of the market never touches it.</summary>
/// <param name="Fares">The prices.</param>
/// <param name="Commission">What the platform keeps.</param>
/// <param name="Cancellation">Fees for canceling and not being there.</param>
/// <param name="OfferTimeout">How long a provider may think. Default 15 s.</param>
/// <param name="Patience">From request (or booked time) to pick-up. Default 5 min.</param>
/// <param name="ScheduleLead">How long before a booked pick-up matching begins. Default 20 min.</param>
/// <param name="SilenceLimit">Without a report for this long an accepted provider counts as silent. Default 60 s.</param>
/// <param name="AuthorisationLimit">How long the payment may take to be authorised, customer's action included. Default 10 min.</param>
/// <param name="PinRequired">Whether the customer's PIN starts the service.</param>
/// <param name="PinTries">How many wrong PINs before only the platform can start it. Default 5.</param>
/// <param name="MaxRedispatches">How many times a job may be offered on after a provider let it down. Default 5.</param>
/// <param name="TransferLimit">How long a bank transfer may take; null for 3 days. It never reaches past the beginning of matching.</param>
public sealed record JobTerms(
    FarePlan Fares,
    CommissionPlan Commission,
    CancellationPolicy Cancellation,
    TimeSpan OfferTimeout,
    TimeSpan Patience,
    TimeSpan ScheduleLead,
    TimeSpan SilenceLimit,
    TimeSpan AuthorisationLimit,
    bool PinRequired,
    int PinTries,
    int MaxRedispatches,
    TimeSpan? TransferLimit = null)
{
    /// <summary>How long a bank transfer may take.</summary>
    internal TimeSpan TransferTime => TransferLimit ?? TimeSpan.FromDays(3);

    /// <summary>What is wrong with the terms, a line each; empty when they are sound.</summary>
    public IEnumerable<string> Faults()
    {
        foreach (var fault in Fares.Faults())
        {
            yield return fault;
        }

        foreach (var fault in Commission.SplitFaults())
        {
            yield return fault;
        }

        var zero = Money.Money.Zero(Fares.Currency);
        foreach (var (name, amount) in new[]
        {
            ("The commission's fixed part", Commission.Fixed),
            ("The lead fee", Commission.LeadFee ?? zero),
            ("The cancellation fee a minute", Cancellation.PerMinute ?? zero),
            ("The cancellation fee a kilometre", Cancellation.PerKilometre ?? zero),
            ("The most that canceling costs", Cancellation.Most ?? zero),
            ("The fee after acceptance", Cancellation.FeeAfterAccept),
            ("The fee after arrival", Cancellation.FeeAfterArrival),
            ("The no-show fee", Cancellation.NoShowFee),
        })
        {
            if (amount.IsNegative)
            {
                yield return $"{name} is {amount}; it is not negative.";
            }

            if (amount.Currency != Fares.Currency)
            {
                yield return $"{name} is in {amount.Currency}, the prices in {Fares.Currency}; terms have one currency.";
            }
        }

        foreach (var (name, value, least, most) in new[]
        {
            (nameof(OfferTimeout), OfferTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10)),
            (nameof(Patience), Patience, TimeSpan.FromSeconds(1), TimeSpan.FromHours(24)),
            (nameof(ScheduleLead), ScheduleLead, TimeSpan.Zero, TimeSpan.FromHours(24)),
            (nameof(SilenceLimit), SilenceLimit, TimeSpan.FromSeconds(5), TimeSpan.FromHours(1)),
            (nameof(AuthorisationLimit), AuthorisationLimit, TimeSpan.FromSeconds(5), TimeSpan.FromHours(24)),
            (nameof(TransferLimit), TransferTime, TimeSpan.FromMinutes(1), TimeSpan.FromDays(30)),
            (nameof(CancellationPolicy.FreeAfterAccept), Cancellation.FreeAfterAccept, TimeSpan.Zero, TimeSpan.FromHours(24)),
            (nameof(CancellationPolicy.NoShowAfter), Cancellation.NoShowAfter, TimeSpan.Zero, TimeSpan.FromHours(24)),
        })
        {
            if (value < least || value > most)
            {
                yield return $"{name} is {value}; it lies between {least} and {most}.";
            }
        }

        if (PinTries is < 1 or > 100)
        {
            yield return $"{nameof(PinTries)} is {PinTries}; it lies between 1 and 100.";
        }

        if (MaxRedispatches is < 0 or > 100)
        {
            yield return $"{nameof(MaxRedispatches)} is {MaxRedispatches}; it lies between 0 and 100.";
        }
    }
}

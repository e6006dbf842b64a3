using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Journeys;
using O2O.Dispatch.Contracts.Notifications;
using O2O.Dispatch.Contracts.Quotes;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Contracts.Vouchers;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Journeys;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Domain.Vouchers;

namespace O2O.Dispatch.Api.Journeys;

/// <summary>Suggests at most one thing, to who wants it and not too often. What is suggested is written down before it is sent: a message that is lost is not sent again. Thread-safe.</summary>
internal sealed partial class SuggestionDesk(
    ISuggestionStore store, IVoucherStore vouchers, IMarketCatalog markets, IRouteEstimator routes, INotifier notifier, JourneyDesk journeys, IIdSource ids, TimeProvider time,
    IOptions<SuggestionOptions> options, ILogger<SuggestionDesk> log)
{
    /// <summary>Looks for something, and suggests it.</summary>
    /// <param name="customer">To whom.</param>
    /// <param name="market">Where; one that is known.</param>
    /// <param name="place">Where there. It is used for this alone.</param>
    /// <param name="job">The job whose end it comes with; null for none.</param>
    /// <param name="journey">That job's journey; null for none.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Null when nothing was suggested.</returns>
    public async ValueTask<SuggestionResource?> Suggest(CustomerId customer, MarketId market, GeoPoint place, JobId? job, JourneyId? journey, CancellationToken cancellationToken)
    {
        if (markets.Find(market) is not { } known || !await store.Wants(customer, cancellationToken))
        {
            return null;
        }

        var now = time.GetUtcNow();
        var zone = routes.PricingZoneOf(market, place);
        if (await Choose(customer, known, zone, now, cancellationToken) is not var (campaign, voucher))
        {
            return null;
        }

        var suggestion = new Suggestion(ids.Next(), customer, market, campaign.Id, voucher?.Id, voucher?.Journey ?? journey ?? journeys.New(), job, now);
        if (!await store.Add(suggestion, TimeSpan.FromHours(options.Value.HoursBetween), options.Value.PerWeek, cancellationToken))
        {
            return null;
        }

        var told = new SuggestionResource(
            suggestion.Id, voucher is null ? "campaign" : "voucher", campaign.Id.Value, campaign.Name, voucher?.Id.Value, voucher?.ExpiresAt ?? campaign.Ends, $"/customer?suggestion={suggestion.Id:N}");
        await Send(told, suggestion, cancellationToken);
        return told;
    }

    private async ValueTask<(Campaign Campaign, Voucher? Voucher)?> Choose(CustomerId customer, Market market, string zone, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var usable = (await vouchers.Usable(customer, now, cancellationToken)).Candidates;
        if (SuggestionChoice.Voucher(usable, market.Operator, market.Id, zone, now) is { } voucher)
        {
            return (usable.First(one => one.Voucher == voucher).Campaign, voucher);
        }

        foreach (var campaign in SuggestionChoice.Campaigns(await vouchers.Running(now, cancellationToken), market.Operator, market.Id, zone, now))
        {
            if (await vouchers.Find(campaign.Id, cancellationToken) is { } account
                && account.Campaign.Why(new CampaignUsage(account.Spent, account.Held, account.Uses, 0, 0, 0), new Money(1, campaign.Currency), now) is null)
            {
                return (campaign, null);
            }
        }

        return null;
    }

    private async ValueTask Send(SuggestionResource told, Suggestion suggestion, CancellationToken cancellationToken)
    {
        var until = told.ExpiresAt.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
        var text = suggestion.Voucher is null ? $"{told.Name}: your next order may earn it, until {until}. {told.Link}" : $"{told.Name}: your voucher is good here until {until}. {told.Link}";
        try
        {
            await notifier.Send(new Notification(ids.Next(), suggestion.At, "push", "suggestion", $"customer/{suggestion.Customer}", text, suggestion.Job?.Value), cancellationToken);
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            SendFailed(log, fault);
        }
    }

    [LoggerMessage(2063, LogLevel.Warning, "A suggestion could not be sent")]
    private static partial void SendFailed(ILogger log, Exception fault);
}

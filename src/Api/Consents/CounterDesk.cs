using O2O.Dispatch.Api.Vouchers;
using O2O.Dispatch.Contracts.Consents;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Merchants;
using O2O.Dispatch.Contracts.Quotes;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Contracts.Vouchers;
using O2O.Dispatch.Domain.Consents;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Stores;
using O2O.Dispatch.Domain.Vouchers;

namespace O2O.Dispatch.Api.Consents;

/// <summary>Shows a counter what the customer in front of it shares. The look is written down before anything is shown. Thread-safe.</summary>
internal sealed class CounterDesk(IConsentStore consents, IVoucherStore vouchers, IStoreCatalog catalog, IMarketCatalog markets, IRouteEstimator routes, IIdSource ids, TimeProvider time)
{
    private static readonly CounterCustomerResource Nothing = new(false);

    /// <summary>Looks.</summary>
    /// <param name="job">The order whose code is shown; one of the merchant's. Once it is over, nothing is shown by it.</param>
    /// <param name="merchant">Whose counter.</param>
    /// <param name="store">Where; one of the merchant's.</param>
    /// <param name="by">The subject of the token.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async ValueTask<CounterCustomerResource> Look(Job job, Merchant merchant, Store store, Guid by, CancellationToken cancellationToken)
    {
        if (job.EndedAt is not null)
        {
            return Nothing;
        }

        // Gathered first: once the look is written, nothing is left to go wrong, and a consent that is taken back until then shows nothing.
        var now = time.GetUtcNow();
        var usable = markets.Find(store.Market) is { } market && await catalog.Find(store.Id, StoreChannel.Counter, cancellationToken) is { } offer
            ? CounterChoice.Usable(
                (await vouchers.Usable(job.Order.Customer, now, cancellationToken)).Candidates, market, merchant.Id, merchant.Currency, routes.PricingZoneOf(store.Market, store.Place),
                offer.Products.Select(product => product.Id.Value).ToHashSet(), now)
            : [];
        var look = new CounterLook(ids.Next(), job.Order.Customer, merchant.Id, store.Id, by, job.Id, now, 0, usable.Length);
        return await consents.Look(look, cancellationToken) is { } shared
            ? new CounterCustomerResource(
                true,
                shared.Until,
                shared.Notes,
                [
                    .. usable.Select(one => new CounterVoucherResource(
                        one.Campaign.Name, one.Campaign.Currency.Code, VoucherResources.Of(one.Campaign.Benefit), one.Voucher.ExpiresAt, one.Campaign.Scope.MinimumSpend?.MinorUnits)),
                ])
            : Nothing;
    }
}

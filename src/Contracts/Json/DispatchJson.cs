using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using O2O.Dispatch.Domain.Catalogue;
using O2O.Dispatch.Domain.Chains;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Fares;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Journeys;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Offers;
using O2O.Dispatch.Domain.Placements;
using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Domain.Providers;
using O2O.Dispatch.Domain.Stores;
using O2O.Dispatch.Domain.Vouchers;

namespace O2O.Dispatch.Contracts.Json;

/// <summary>The one JSON form of domain values in stored documents, quotes and pushed messages: snake_case names, ids as 32 hexadecimal digits, places as [longitude, latitude], money as "minor units code".</summary>
public static class DispatchJson
{
    /// <summary>The options. Never changed after first use; thread-safe.</summary>
    public static JsonSerializerOptions Options { get; } = Make();

    private static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
            IgnoreReadOnlyProperties = true,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { OrderIsStoredOnce } },
        };
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower));
        options.Converters.Add(new IdConverter<Guid>(id => id, id => id));
        options.Converters.Add(new IdConverter<JobId>(id => new JobId(id), id => id.Value));
        options.Converters.Add(new IdConverter<OfferId>(id => new OfferId(id), id => id.Value));
        options.Converters.Add(new IdConverter<QuoteId>(id => new QuoteId(id), id => id.Value));
        options.Converters.Add(new IdConverter<CustomerId>(id => new CustomerId(id), id => id.Value));
        options.Converters.Add(new IdConverter<ProviderId>(id => new ProviderId(id), id => id.Value));
        options.Converters.Add(new IdConverter<VehicleId>(id => new VehicleId(id), id => id.Value));
        options.Converters.Add(new IdConverter<MerchantId>(id => new MerchantId(id), id => id.Value));
        options.Converters.Add(new TextConverter<MarketId>(text => new MarketId(text), id => id.Value));
        options.Converters.Add(new TextConverter<ServiceClassId>(text => new ServiceClassId(text), id => id.Value));
        options.Converters.Add(new TextConverter<OperatorId>(text => new OperatorId(text), id => id.Value));
        options.Converters.Add(new TextConverter<Currency>(Currency.Of, currency => currency.Code));
        options.Converters.Add(new NumberConverter<Metres>(value => new Metres(value), metres => metres.Value));
        options.Converters.Add(new NumberConverter<BasisPoints>(value => new BasisPoints(checked((int)value)), points => points.Value));
        options.Converters.Add(new GeoPointConverter());
        options.Converters.Add(new MoneyConverter());
        options.Converters.Add(new IdConverter<CampaignId>(id => new CampaignId(id), id => id.Value));
        options.Converters.Add(new IdConverter<VoucherId>(id => new VoucherId(id), id => id.Value));
        options.Converters.Add(new VoucherBenefitConverter());
        options.Converters.Add(new IdConverter<JourneyId>(id => new JourneyId(id), id => id.Value));
        options.Converters.Add(new IdConverter<StoreId>(id => new StoreId(id), id => id.Value));
        options.Converters.Add(new IdConverter<PlacementId>(id => new PlacementId(id), id => id.Value));
        options.Converters.Add(new IdConverter<ProductId>(id => new ProductId(id), id => id.Value));
        options.Converters.Add(new IdConverter<ChainId>(id => new ChainId(id), id => id.Value));
        options.MakeReadOnly();
        return options;
    }

    /// <summary>A job's order never changes: it is stored once beside the state, and put back by <see cref="JobCodec.ReadJob"/>.</summary>
    private static void OrderIsStoredOnce(JsonTypeInfo type)
    {
        if (type.Type != typeof(Job))
        {
            return;
        }

        foreach (var property in type.Properties)
        {
            if (property.Name == "order")
            {
                property.ShouldSerialize = (_, _) => false;
                property.IsRequired = false;
            }
        }
    }
}

using System.Text.Json;
using System.Text.Json.Serialization;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Domain.Vouchers;

namespace O2O.Dispatch.Contracts.Json;

/// <summary>Writes what a voucher is good for: its kind, and the members that this kind has.</summary>
internal sealed class VoucherBenefitConverter : JsonConverter<VoucherBenefit>
{
    /// <inheritdoc/>
    public override VoucherBenefit Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var form = JsonSerializer.Deserialize<Form>(ref reader, options)!;
        return form switch
        {
            { Kind: "percentage", Share: { } share } => new VoucherBenefit.Percentage(share, form.Most),
            { Kind: "amount", Value: { } value } => new VoucherBenefit.Amount(value),
            { Kind: "free_item", Product: { } product } => new VoucherBenefit.FreeItem(product),
            { Kind: "ride_credit", UpTo: { } upTo } => new VoucherBenefit.RideCredit(upTo, form.Most),
            _ => throw new JsonException($"'{form.Kind}' is no benefit, or a part of it is missing."),
        };
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, VoucherBenefit value, JsonSerializerOptions options) => JsonSerializer.Serialize(
        writer,
        value switch
        {
            VoucherBenefit.Percentage percentage => new Form("percentage", percentage.Share, percentage.Most, null, null, null),
            VoucherBenefit.Amount amount => new Form("amount", null, null, amount.Value, null, null),
            VoucherBenefit.FreeItem item => new Form("free_item", null, null, null, item.Product, null),
            VoucherBenefit.RideCredit credit => new Form("ride_credit", null, credit.Most, null, null, credit.UpTo),
            _ => throw new InvalidOperationException($"No form for {value.GetType().Name}."),
        },
        options);

    private sealed record Form(string Kind, BasisPoints? Share, Money? Most, Money? Value, Guid? Product, Metres? UpTo);
}

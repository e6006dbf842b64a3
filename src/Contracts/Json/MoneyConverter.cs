using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using O2O.Dispatch.Domain.Money;

namespace O2O.Dispatch.Contracts.Json;

/// <summary>Writes money as minor units and code in one string, for instance "1250 USD": whole numbers, never a float.</summary>
internal sealed class MoneyConverter : JsonConverter<Money>
{
    /// <inheritdoc/>
    public override Money Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.GetString().AsSpan();
        var space = text.IndexOf(' ');
        return space > 0
            && long.TryParse(text[..space], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var units)
            && Currency.TryOf(text[(space + 1)..].ToString(), out var currency)
                ? new Money(units, currency)
                : throw new JsonException("Money is whole minor units and a currency, for instance \"1250 USD\".");
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Money value, JsonSerializerOptions options)
    {
        Span<char> text = stackalloc char[32];
        value.MinorUnits.TryFormat(text, out var length, provider: CultureInfo.InvariantCulture);
        text[length++] = ' ';
        value.Currency.Code.CopyTo(text[length..]);
        writer.WriteStringValue(text[..(length + value.Currency.Code.Length)]);
    }
}

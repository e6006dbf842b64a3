using System.Text.Json;
using Stripe.Infrastructure;

namespace Stripe;

/// <summary>An object of the API, and the bytes it came in.</summary>
public abstract class StripeEntity : IStripeEntity
{
    /// <summary>The answer this object was read from; null for a nested object.</summary>
    public StripeResponse StripeResponse { get; set; }

    /// <summary>The object as it was sent, with the members that this class does not name.</summary>
    public JsonElement? RawJsonElement { get; protected set; }

    /// <summary>Reads an object whose class follows from its <c>object</c>; null when there is none for it.</summary>
    public static IHasObject FromJson(string value)
    {
        using var document = JsonDocument.Parse(value);
        return (IHasObject)EntityReader.Read(document.RootElement.Clone(), typeof(IHasObject));
    }

    /// <summary>Reads an object of a known class.</summary>
    public static T FromJson<T>(string value)
        where T : IStripeEntity
    {
        using var document = JsonDocument.Parse(value);
        return (T)EntityReader.Read(document.RootElement.Clone(), typeof(T));
    }

    /// <summary>The object as indented JSON, members this class does not name left out.</summary>
    public string ToJson() => EntityWriter.Write(this);

    public override string ToString() => $"<{GetType().FullName}{((this as IHasId)?.Id is { } id ? $" id={id}" : null)}> JSON: {ToJson()}";

    internal void Raw(JsonElement element) => RawJsonElement = element;
}

using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;

namespace Stripe.Infrastructure;

/// <summary>Reads objects of the API. A member that is absent or null leaves the property as it is; a class that is asked for by an interface follows from the <c>object</c> member.</summary>
internal static class EntityReader
{
    private static readonly ConcurrentDictionary<Type, (string Json, PropertyInfo Value, PropertyInfo Id)[]> Plans = new();

    /// <summary>The class of every object that says what it is.</summary>
    private static readonly Dictionary<string, Type> Known = new(StringComparer.Ordinal)
    {
        ["account"] = typeof(Account),
        ["balance"] = typeof(Balance),
        ["balance_transaction"] = typeof(BalanceTransaction),
        ["charge"] = typeof(Charge),
        ["customer"] = typeof(Customer),
        ["dispute"] = typeof(Dispute),
        ["event"] = typeof(Event),
        ["payment_intent"] = typeof(PaymentIntent),
        ["payment_method"] = typeof(PaymentMethod),
        ["payout"] = typeof(Payout),
        ["refund"] = typeof(Refund),
        ["setup_intent"] = typeof(SetupIntent),
        ["transfer"] = typeof(Transfer),
        ["transfer_reversal"] = typeof(TransferReversal),
        ["webhook_endpoint"] = typeof(WebhookEndpoint),
    };

    public static object Read(JsonElement element, Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        try
        {
            return element.ValueKind == JsonValueKind.Null ? null
                : type == typeof(string) ? element.ValueKind == JsonValueKind.String ? element.GetString() : element.GetRawText()
                : type == typeof(long) ? element.GetInt64()
                : type == typeof(bool) ? element.GetBoolean()
                : type == typeof(decimal) ? element.GetDecimal()
                : type == typeof(DateTime) ? DateTime.UnixEpoch.AddSeconds(element.GetInt64())
                : type.IsGenericType && type.GetGenericTypeDefinition() == typeof(List<>) ? Items(element, type)
                : type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Dictionary<,>) ? Pairs(element, type)
                : Entity(element, type);
        }
        catch (InvalidOperationException wrong)
        {
            throw new JsonException($"{element.ValueKind} where {type.Name} is expected.", wrong);
        }
        catch (FormatException wrong)
        {
            throw new JsonException($"A number that is no {type.Name}.", wrong);
        }
    }

    /// <summary>The members of a class by their names on the wire; with the property that takes the id where the object may come as an id alone.</summary>
    public static (string Json, PropertyInfo Value, PropertyInfo Id)[] Plan(Type type) => Plans.GetOrAdd(type, static type =>
    {
        var all = type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite && property.GetSetMethod() is not null
            && property.Name != nameof(StripeEntity.StripeResponse)).ToDictionary(property => property.Name, StringComparer.Ordinal);
        return [.. from property in all.Values
            where !(property.Name.EndsWith("Id", StringComparison.Ordinal) && property.Name.Length > 2 && all.TryGetValue(property.Name[..^2], out var whole) && IsEntity(whole.PropertyType))
            select (JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name), property, IsEntity(property.PropertyType) ? all.GetValueOrDefault(property.Name + "Id") : null)];
    });

    private static bool IsEntity(Type type) => typeof(IHasObject).IsAssignableFrom(type) || typeof(StripeEntity).IsAssignableFrom(type);

    private static object Entity(JsonElement element, Type type)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw new JsonException($"{element.ValueKind} where {type.Name} is expected.");
        }

        if (type.IsInterface)
        {
            if (!element.TryGetProperty("object", out var name) || name.GetString() is not { } said || !Known.TryGetValue(said, out var known) || !type.IsAssignableFrom(known))
            {
                return null;
            }

            type = known;
        }

        var entity = Activator.CreateInstance(type);
        foreach (var (json, value, id) in Plan(type))
        {
            if (!element.TryGetProperty(json, out var member) || member.ValueKind == JsonValueKind.Null)
            {
                continue;
            }

            if (id is not null && member.ValueKind == JsonValueKind.String)
            {
                id.SetValue(entity, member.GetString());
            }
            else
            {
                value.SetValue(entity, Read(member, value.PropertyType));
            }
        }

        (entity as StripeEntity)?.Raw(element);
        return entity;
    }

    private static IList Items(JsonElement element, Type type)
    {
        var list = (IList)Activator.CreateInstance(type);
        foreach (var item in element.EnumerateArray())
        {
            list.Add(Read(item, type.GetGenericArguments()[0]));
        }

        return list;
    }

    private static IDictionary Pairs(JsonElement element, Type type)
    {
        var pairs = (IDictionary)Activator.CreateInstance(type);
        foreach (var pair in element.EnumerateObject())
        {
            pairs[pair.Name] = Read(pair.Value, type.GetGenericArguments()[1]);
        }

        return pairs;
    }
}

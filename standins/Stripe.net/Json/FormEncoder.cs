using System.Collections;
using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;

namespace Stripe.Infrastructure;

/// <summary>Parameters as a form: nested ones as <c>outer[inner]</c>, lists as <c>list[0]</c>, instants as seconds. What is null is not sent; an empty list is sent as empty text, which clears it.</summary>
internal static class FormEncoder
{
    private static readonly ConcurrentDictionary<Type, (string Name, PropertyInfo Property)[]> Plans = new();

    public static string Encode(BaseOptions options)
    {
        var form = new StringBuilder();
        foreach (var (key, value) in Flatten(options))
        {
            form.Append(form.Length == 0 ? "" : "&").Append(Escape(key)).Append('=').Append(Uri.EscapeDataString(value));
        }

        return form.ToString();
    }

    public static IEnumerable<KeyValuePair<string, string>> Flatten(object options) => options is null ? [] : Members(options, null);

    public static long Seconds(DateTime time) => new DateTimeOffset(time.Kind == DateTimeKind.Unspecified ? DateTime.SpecifyKind(time, DateTimeKind.Utc) : time).ToUnixTimeSeconds();

    /// <summary>Brackets stay as they are, so that keys read as the API writes them.</summary>
    private static string Escape(string key) => Uri.EscapeDataString(key).Replace("%5B", "[", StringComparison.Ordinal).Replace("%5D", "]", StringComparison.Ordinal);

    private static IEnumerable<KeyValuePair<string, string>> Members(object options, string prefix)
    {
        var plan = Plans.GetOrAdd(options.GetType(), static type => [.. from property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            where property.CanRead && property.Name != nameof(BaseOptions.ExtraParams)
            select (JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name), property)]);
        foreach (var (name, property) in plan)
        {
            var named = options is DateRangeOptions ? Bound(property.Name) : name;
            foreach (var pair in Value(Key(prefix, named), property.GetValue(options)))
            {
                yield return pair;
            }
        }

        if (options is BaseOptions { ExtraParams: { } extra })
        {
            foreach (var (name, value) in extra)
            {
                foreach (var pair in Value(Key(prefix, name), value))
                {
                    yield return pair;
                }
            }
        }
    }

    private static string Bound(string name) => name switch
    {
        nameof(DateRangeOptions.GreaterThan) => "gt",
        nameof(DateRangeOptions.GreaterThanOrEqual) => "gte",
        nameof(DateRangeOptions.LessThan) => "lt",
        _ => "lte",
    };

    private static string Key(string prefix, string name) => prefix is null ? name : $"{prefix}[{name}]";

    private static IEnumerable<KeyValuePair<string, string>> Value(string key, object value) => value switch
    {
        null => [],
        string text => [new(key, text)],
        bool flag => [new(key, flag ? "true" : "false")],
        DateTime time => [new(key, Seconds(time).ToString(CultureInfo.InvariantCulture))],
        IAnyOf any => Value(key, any.Value),
        IDictionary pairs => pairs.Keys.Cast<object>().SelectMany(name => Value($"{key}[{name}]", pairs[name])),
        INestedOptions nested => Members(nested, key),
        IEnumerable items => Items(key, [.. items.Cast<object>()]),
        IFormattable other => [new(key, other.ToString(null, CultureInfo.InvariantCulture))],
        _ => [new(key, value.ToString())],
    };

    private static IEnumerable<KeyValuePair<string, string>> Items(string key, object[] items) =>
        items.Length == 0 ? [new(key, "")] : items.SelectMany((item, index) => Value($"{key}[{index}]", item));
}

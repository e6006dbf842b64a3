namespace Stripe;

/// <summary>Parameters of a request.</summary>
public class BaseOptions : INestedOptions
{
    /// <summary>Which ids come back as whole objects; a dot goes into an object, <c>data.</c> into a list.</summary>
    public List<string> Expand { get; set; }

    /// <summary>Parameters that the class does not name.</summary>
    public IDictionary<string, object> ExtraParams { get; set; } = new Dictionary<string, object>();

    public void AddExpand(string value) => (Expand ??= []).Add(value);

    public void AddRangeExpand(IEnumerable<string> values) => (Expand ??= []).AddRange(values);

    public void AddExtraParam(string key, object value) => ExtraParams.Add(key, value);

    internal BaseOptions Clone() => (BaseOptions)MemberwiseClone();
}

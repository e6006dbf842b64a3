using System.Reflection;
using System.Runtime.CompilerServices;
using O2O.Dispatch.Contracts.Jobs;

namespace O2O.Dispatch.Conventions.Tests;

/// <summary>
/// What goes between processes keeps its form: silos of two versions talk to each other during an update. contracts.txt is the record of every
/// wire type, member, grain interface and method that ever was; lines that are retired stay, so that no number is given out twice.
/// </summary>
public sealed class ContractTests
{
    private const string File = "tests/Conventions.Tests/contracts.txt";
    private const string Retired = "retired: ";
    private const string Serializer = "Orleans.GenerateSerializerAttribute";
    private const string AliasName = "Orleans.AliasAttribute";
    private const string IdName = "Orleans.IdAttribute";
    private const string ImmutableName = "Orleans.ImmutableAttribute";

    private static readonly Assembly Contracts = typeof(JobView).Assembly;

    /// <summary>What the serialiser and System.Text.Json both know, beside wire types themselves.</summary>
    private static readonly Dictionary<Type, string> Primitives = new()
    {
        [typeof(bool)] = "bool", [typeof(byte)] = "byte", [typeof(int)] = "int", [typeof(long)] = "long", [typeof(double)] = "double",
        [typeof(string)] = "string", [typeof(Guid)] = "Guid", [typeof(DateTimeOffset)] = "DateTimeOffset", [typeof(TimeSpan)] = "TimeSpan",
        [typeof(CancellationToken)] = "CancellationToken",
    };

    [Fact]
    public void WireTypes_Each_HasAnAliasAndAnIdOnEveryMember()
    {
        Assert.NotEmpty(WireTypes());
        Repository.None(WireTypes().Where(type => Alias(type) is null).Select(type => $"{type.Name} has no [Alias]."));
        Repository.None(
            from type in WireTypes().Where(type => !type.IsEnum)
            from member in Members(type)
            where member.Id is null
            select $"{type.Name}.{member.Name} has no [Id].");
        Repository.None(
            from type in WireTypes().Where(type => !type.IsEnum)
            from twice in Members(type).GroupBy(member => member.Id).Where(same => same.Count() > 1)
            select $"{type.Name} gives the id {twice.Key} to {string.Join(" and ", twice.Select(member => member.Name))}.");
    }

    [Fact]
    public void WireTypes_Each_IsSealedAndImmutable() => Repository.None(
        from type in WireTypes().Where(type => !type.IsEnum)
        let settable = type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.SetMethod is { IsPublic: true } set && !set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)))
        where !type.IsSealed || !Has(type, ImmutableName) || settable.Any()
        select $"{type.Name} is not sealed, not [Immutable], or has a setter.");

    /// <summary>A message of an older version lacks what came later. The serialiser makes it without the constructor: what is missing is zero or null, whatever default the constructor names.</summary>
    [Fact]
    public void Members_ThatMayBeMissing_DefaultToWhatTheyAreReadAsThen() => Repository.None(
        from type in WireTypes().Where(type => !type.IsEnum)
        from parameter in type.GetConstructors().SelectMany(constructor => constructor.GetParameters())
        where parameter is { HasDefaultValue: true, DefaultValue: { } value } && !value.Equals(value is string ? null : Activator.CreateInstance(value.GetType()))
        select $"{type.Name}.{parameter.Name} is {parameter.DefaultValue} by default, and zero or null in a message that lacks it: make that its default.");

    [Fact]
    public void Aliases_AllTogether_AreEachGivenOnce() => Repository.None(
        from twice in WireTypes().Concat(GrainInterfaces()).GroupBy(Alias).Where(same => same.Count() > 1)
        select $"The alias {twice.Key} is given to {string.Join(" and ", twice.Select(type => type.Name))}.");

    [Fact]
    public void GrainMethods_Each_HasAnAliasOfItsOwnAndCarriesWireTypes()
    {
        Assert.NotEmpty(GrainInterfaces());
        Repository.None(GrainInterfaces().Where(type => Alias(type) is null).Select(type => $"{type.Name} has no [Alias]."));
        Repository.None(
            from type in GrainInterfaces()
            from method in type.GetMethods()
            where Alias(method) is null
            select $"{type.Name}.{method.Name} has no [Alias].");
        Repository.None(
            from type in GrainInterfaces()
            from twice in type.GetMethods().GroupBy(Alias).Where(same => same.Count() > 1)
            select $"{type.Name} gives the alias {twice.Key} to {string.Join(" and ", twice.Select(method => method.Name))}.");
        Repository.None(
            from type in GrainInterfaces()
            from method in type.GetMethods()
            from carried in method.GetParameters().Select(parameter => parameter.ParameterType).Append(Answer(method))
            where carried is not null && Text(carried) is null
            select $"{type.Name}.{method.Name} carries {carried!.Name}, which is neither a primitive nor a wire type.");
        Repository.None(
            from type in GrainInterfaces()
            from method in type.GetMethods()
            let oneWay = Has(method, "Orleans.Concurrency.OneWayAttribute")
            where oneWay != (method.GetParameters().LastOrDefault()?.ParameterType != typeof(CancellationToken))
            select $"{type.Name}.{method.Name}: a CancellationToken comes last, unless the call is one-way and nobody waits for it.");
    }

    [Fact]
    public void Contracts_Snapshot_KeepsEveryLine()
    {
        var now = Lines().ToList();
        var recorded = Repository.Has(File) ? Repository.Read(File).Split('\n', StringSplitOptions.RemoveEmptyEntries).ToList() : [];
        var retired = recorded.Where(line => line.StartsWith(Retired, StringComparison.Ordinal)).Select(line => line[Retired.Length..]).ToList();
        var live = recorded.Where(line => !line.StartsWith(Retired, StringComparison.Ordinal) && !line.StartsWith('#')).ToList();

        // A retired name or number is never given out again, whatever it would mean.
        Repository.None(
            from line in now
            where retired.Select(Key).Contains(Key(line))
            select $"'{line}' uses again what {File} retires: take a new id or alias.");
        Repository.None(
            from line in live.Except(now)
            select $"'{line}' is in {File} and no longer in the code. A member of a wire type never changes its id, type or name; give the new form a new id. "
                + $"If nothing speaks it any more, keep the line and put '{Retired}' before it.");

        var added = now.Except(live).ToList();
        if (added.Count == 0)
        {
            return;
        }

        if (Snapshot.Updating)
        {
            System.IO.File.WriteAllText(
                Path.Combine(Repository.Root, File),
                string.Concat(Header.Concat(live.Concat(added).Concat(retired.Select(line => Retired + line)).OrderBy(Order, StringComparer.Ordinal)).Select(line => line + "\n")));
            return;
        }

        Assert.Fail($"New in the code and not in {File}:\n{string.Join("\n", added)}\n{Snapshot.HowTo} Only additions are written; nothing is ever taken out.");
    }

    private static readonly string[] Header =
    [
        "# Every wire type, member, enum value, grain interface and method there is or was. Written by ContractTests; lines are added, never taken out.",
        $"# What nothing speaks any more keeps its line with '{Retired}' before it, so that its id is not given out again.",
    ];

    private static IEnumerable<string> Lines()
    {
        foreach (var type in WireTypes())
        {
            yield return $"{(type.IsEnum ? "enum" : "type")} {Alias(type)}";
            foreach (var line in type.IsEnum
                ? Enum.GetValues(type).Cast<object>().Select(value => $"enum {Alias(type)} {Convert.ToInt64(value, null):000} = {value}")
                : Members(type).Select(member => $"type {Alias(type)} {member.Id:000} = {member.Name} : {Text(member.Type)}"))
            {
                yield return line;
            }
        }

        foreach (var type in GrainInterfaces())
        {
            yield return $"grain {Alias(type)}";
            foreach (var method in type.GetMethods())
            {
                yield return $"grain {Alias(type)} {Alias(method)} = ({string.Join(", ", method.GetParameters().Select(parameter => Text(parameter.ParameterType)))})"
                    + (Answer(method) is { } answer ? $" : {Text(answer)}" : string.Empty);
            }
        }
    }

    /// <summary>What a line gives out: everything before its meaning.</summary>
    private static string Key(string line) => line.Split(" = ")[0];

    private static string Order(string line) => line.StartsWith(Retired, StringComparison.Ordinal) ? line[Retired.Length..] : line;

    private static List<Type> WireTypes() => [.. Contracts.GetTypes().Where(type => Has(type, Serializer)).OrderBy(type => type.FullName, StringComparer.Ordinal)];

    private static List<Type> GrainInterfaces() =>
    [
        .. Contracts.GetTypes()
            .Where(type => type.IsInterface && type.GetInterfaces().Any(parent => parent.FullName?.StartsWith("Orleans.IGrain", StringComparison.Ordinal) == true))
            .OrderBy(type => type.FullName, StringComparer.Ordinal),
    ];

    /// <summary>The members that hold state: properties and fields the compiler or the author stores something in.</summary>
    private static List<(string Name, Type Type, int? Id)> Members(Type type)
    {
        var fields = type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic);
        var stored = fields.Where(field => field.Name.EndsWith(">k__BackingField", StringComparison.Ordinal)).Select(field => field.Name[1..^">k__BackingField".Length]).ToHashSet();
        var properties = type.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Where(property => stored.Contains(property.Name))
            .Select(property => (property.Name, property.PropertyType, Id(property)));
        var plain = fields.Where(field => !field.Name.StartsWith('<')).Select(field => (field.Name, field.FieldType, Id(field)));
        return [.. properties.Concat(plain).OrderBy(member => member.Item3)];
    }

    private static Type? Answer(MethodInfo method) => method.ReturnType.IsGenericType ? method.ReturnType.GetGenericArguments()[0] : null;

    /// <summary>How a type is written in the record: by its alias, so that renaming the class changes nothing. Null for what may not be carried.</summary>
    private static string? Text(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner)
        {
            return Text(inner) is { } text ? text + "?" : null;
        }

        if (type.IsGenericType && type.Name.StartsWith("ImmutableArray", StringComparison.Ordinal))
        {
            return Text(type.GetGenericArguments()[0]) is { } element ? $"ImmutableArray<{element}>" : null;
        }

        return type == typeof(byte[]) ? "byte[]" : Primitives.GetValueOrDefault(type) ?? (Has(type, Serializer) ? Alias(type) : null);
    }

    private static string? Alias(MemberInfo member) => Data(member, AliasName)?.ConstructorArguments[0].Value as string;

    private static int? Id(MemberInfo member) => Data(member, IdName) is { } id ? (int)Convert.ToUInt32(id.ConstructorArguments[0].Value, null) : null;

    private static bool Has(MemberInfo member, string attribute) => Data(member, attribute) is not null;

    private static CustomAttributeData? Data(MemberInfo member, string attribute) =>
        member.GetCustomAttributesData().FirstOrDefault(data => data.AttributeType.FullName == attribute);
}

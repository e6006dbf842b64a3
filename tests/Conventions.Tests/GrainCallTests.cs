using System.Text.RegularExpressions;

namespace O2O.Dispatch.Conventions.Tests;

/// <summary>
/// Awaited grain calls go one way (shard to provider to job to campaign and shelf, payment methods to customer to job), so that no two chains can wait for each other. News that goes up
/// goes through a one-way call.
/// </summary>
public sealed partial class GrainCallTests
{
    /// <summary>Which grains each grain may await.</summary>
    private static readonly Dictionary<string, string[]> MayAwait = new(StringComparer.Ordinal)
    {
        ["BookingGrain"] = [],
        ["CampaignGrain"] = [],
        ["ShelfGrain"] = [],
        ["JobGrain"] = ["ICampaignGrain", "IShelfGrain"],
        ["MarketGrain"] = [],
        ["CustomerGrain"] = ["IJobGrain"],
        ["PaymentMethodsGrain"] = ["ICustomerGrain"],
        ["ProviderGrain"] = ["IJobGrain"],
        ["ReconciliationGrain"] = [],
        ["SurgeGrain"] = ["IDispatchShardGrain", "IMarketGrain"],
        ["DispatchShardGrain"] = ["IProviderGrain", "IJobGrain", "IMarketGrain"],
    };

    /// <summary>Work registered with the engine: it runs outside any grain, holds no turn and may await all of them.</summary>
    private static readonly string[] OutsideGrains = ["BookingSweep", "JobBookingNews", "JobPaymentSink", "OutboxPump", "PayoutPump", "ReconcileKeeper", "ShardKeeper"];

    [Fact]
    public void Grains_OfTheRoom_AreFoundAndEachHasItsDirection()
    {
        var sources = Repository.Sources("src/Grains");
        if (sources.Count == 0)
        {
            Assert.Single(Repository.Files("src/Grains", ".csproj"));
            return;
        }

        var grains = sources.SelectMany(file => GrainClass().Matches(Repository.Code(file)).Select(match => match.Groups["name"].Value)).Distinct().ToList();
        Assert.True(grains.Count > 0, "src/Grains has sources and no grain class was found in them.");
        Repository.None(from grain in grains where !MayAwait.ContainsKey(grain) select $"{grain} is new: say in this test which grains it may await.");
    }

    [Fact]
    public void Grains_Calls_GoDownAlone() => Repository.None(
        from file in Repository.Sources("src/Grains")
        let code = Repository.Code(file)
        from call in GetGrain().Matches(code)
        let target = call.Groups["interface"].Value
        let method = MethodAfter(code, call.Index + call.Length - 1)
        let owner = Path.GetFileName(file).Split('.')[0]
        where !OutsideGrains.Contains(owner)
        where !(MayAwait.TryGetValue(owner, out var allowed) && allowed.Contains(target)) && !IsOneWay(target, method)
        select $"{file}: {owner} calls {target}.{method}, which is neither below it nor one-way.");

    /// <summary>A call that nobody awaits has no order and loses its faults, so only a one-way method may be called so.</summary>
    [Fact]
    public void Grains_IgnoredCalls_AreOneWay() => Repository.None(
        from file in Repository.Sources("src/Grains")
        let code = Repository.Code(file)
        from call in GetGrain().Matches(code)
        let method = MethodAfter(code, call.Index + call.Length - 1)
        let statement = code[call.Index..code.IndexOf(';', call.Index)]
        where statement.EndsWith(".Ignore()", StringComparison.Ordinal) && !IsOneWay(call.Groups["interface"].Value, method)
        select $"{file}: {call.Groups["interface"].Value}.{method} is ignored and not marked [OneWay].");

    /// <summary>The tests above would pass over calls they do not see; this one shows that they see them.</summary>
    [Fact]
    public void Calls_OfAShard_AreSeenWithTheirMethod()
    {
        const string code = "var a = await GrainFactory.GetGrain<IProviderGrain>(_providers[slot].Id.ToString(\"N\"))\n    .Offer(offer, token);";
        var call = Assert.Single(GetGrain().Matches(code));
        Assert.Equal(("IProviderGrain", "Offer"), (call.Groups["interface"].Value, MethodAfter(code, call.Index + call.Length - 1)));
        Assert.False(IsOneWay("IProviderGrain", "Offer"));
        Assert.True(IsOneWay("IDispatchShardGrain", "HearOfProvider"));
    }

    [Fact]
    public void Directions_Drawn_HaveNoCycle()
    {
        foreach (var grain in MayAwait.Keys)
        {
            var below = new Queue<string>(MayAwait[grain]);
            for (var steps = 0; below.TryDequeue(out var next); steps++)
            {
                Assert.NotEqual(grain, next[1..]);
                Assert.True(steps < 100);
                foreach (var further in MayAwait[next[1..]])
                {
                    below.Enqueue(further);
                }
            }
        }
    }

    /// <summary>The method called on what <c>GetGrain&lt;I&gt;(</c> at this opening bracket returns; empty when the reference is only passed on.</summary>
    private static string MethodAfter(string code, int open)
    {
        var depth = 0;
        for (var i = open; i < code.Length; i++)
        {
            depth += code[i] switch { '(' => 1, ')' => -1, _ => 0 };
            if (depth == 0)
            {
                return Called().Match(code, i + 1) is { Success: true } called ? called.Groups["name"].Value : string.Empty;
            }
        }

        return string.Empty;
    }

    private static bool IsOneWay(string target, string method)
    {
        var contract = Repository.Sources("src/Contracts").SingleOrDefault(file => Path.GetFileName(file) == target + ".cs");
        return contract is not null && method.Length > 0
            && Regex.IsMatch(Repository.Code(contract), $@"\[[^\]]*\bOneWay\b[^\]]*\]\s*(\[[^\]]*\]\s*)*[\w<>?]+\s+{Regex.Escape(method)}\s*\(");
    }

    [GeneratedRegex(@"\bclass\s+(?<name>\w+Grain)\b")]
    private static partial Regex GrainClass();

    [GeneratedRegex(@"\bGetGrain<(?<interface>I\w+)>\(")]
    private static partial Regex GetGrain();

    [GeneratedRegex(@"\G\s*\.\s*(?<name>\w+)")]
    private static partial Regex Called();
}

using System.Collections.Immutable;
using O2O.Dispatch.Contracts;
using O2O.Dispatch.Contracts.Chains;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Places;
using O2O.Dispatch.Contracts.Providers;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Grains.Tests.Harness;

namespace O2O.Dispatch.Grains.Tests.Upgrade;

/// <summary>Contracts with everything in them, new and old.</summary>
internal static class Samples
{
    private static readonly CommandStamp Stamp = new(Id(1), "00ff");
    private static readonly ImmutableArray<WirePoint> Stops = [new(-73.98, 40.75), new(-73.97, 40.76)];
    private static readonly ImmutableArray<string> Classes = ["delivery", "ride"];
    private static readonly ImmutableArray<Guid> Excluded = [Id(7), Id(8)];
    private static readonly ImmutableArray<Guid> Jobs = [Id(3), Id(9)];

    public static RequestJob RequestJob { get; } =
        new(Stamp, Id(3), Id(4), "a quote", "pm_card_ok", "cus_1", new WireChainPlace(Id(5), 2, Jobs, [0, 1]));

    public static Older.RequestJob OlderRequestJob { get; } =
        new(Stamp, Id(3), Id(4), "a quote", "pm_card_ok", new Older.Origin("kiosk", Jobs, new Older.Origin("web", [], null)), 3);

    public static JobView JobView { get; } = new(
        Id(3), 12, JobState.InProgress, PaymentState.Authorized, "grid", "ride", Id(4), Id(5), Id(6), 1, 2, Stops, 1, 4, Excluded, At(0), At(1), At(2), TimeSpan.FromSeconds(15), TimeSpan.FromMinutes(2), "USD",
        1_250, 0, At(3), 1, 50, 100, true, "delivery", new SaleView(Id(10), Id(11), [], At(4), Units: 2, Skills: ["cold"]), [new ExtraView(1, 500, "a shelf", true)], 1, Id(12), Id(13), 2, Id(14), "code", "somebody", At(5),
        TimeSpan.FromHours(1), "cash", 10);

    public static Older.JobView OlderJobView { get; } = new(
        Id(3), 12, JobState.InProgress, PaymentState.Authorized, "grid", "ride", Id(4), Id(5), Id(6), 1, 2, Stops, 1, 4, Excluded, At(0), At(1), At(2), TimeSpan.FromSeconds(15), TimeSpan.FromMinutes(2), "USD",
        1_250, 0, At(3), "red");

    public static ProviderView ProviderView { get; } = new(
        Id(5), "Ada", "acme", StandingState.Approved, ProviderState.OnTrip, "grid", Classes, Id(6), 4, 2, Jobs, Id(15), 7, Rating: 4.5,
        Commitments: [new ProviderCommitment(Id(9), Stops, At(6), TimeSpan.FromHours(2))], Skills: ["cold", "licence"]);

    public static Older.ProviderView OlderProviderView { get; } =
        new(Id(5), "Ada", "acme", StandingState.Approved, ProviderState.OnTrip, "grid", Classes, Id(6), 4, 2, Jobs, Id(15), 7);

    /// <summary>A refusal for a reason that came later, with a view, and something after both.</summary>
    public static JobReply Refusal { get; } = new(JobView, Rejection.BelowDeposit, "1 USD is too little.");

    private static Guid Id(byte number) => new(number, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    private static DateTimeOffset At(int minutes) => GrainHost.Start.AddMinutes(minutes);
}

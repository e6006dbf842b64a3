using System.Globalization;
using System.Text.Json;
using O2O.Dispatch.Pushes.Drill;

namespace O2O.Dispatch.LoadTests.Tests;

/// <summary>What scripts/push-drill.sh goes by: what a client is told over its connections, held against what is stored.</summary>
public sealed class StreamProofTests
{
    private const string Stream = "customer/00000000000000000000000000000001";
    private static readonly Guid Job = Guid.ParseExact("0000000000000000000000000000000a", "N");

    private readonly DrillCounts _counts = new();
    private readonly Follower _follower;

    public StreamProofTests() => _follower = new Follower(Stream, _counts);

    [Fact]
    public void Prove_EverythingToldOnceBesideAndWithinTheAnswer_NothingIsMissed()
    {
        Begin(forget: true, Snapshot(0));
        Push(1, 2);
        _follower.Begin(null, false);

        // The connection hears the stream before the answer is there: 4 is in it, 5 is not.
        Push(4, 5);
        _follower.Answer(null, Recovered(3, 4));
        Push(3, 6);
        var proof = Prove(stored: 6);
        Assert.Empty(_counts.Faults);
        Assert.Equal((6, 1, 0), (proof.Facts, proof.Snapshots, proof.Missed));
        Assert.Equal((1, 6), _follower.Known);
    }

    [Fact]
    public void Hear_PushedTwice_IsDoubled()
    {
        Begin(forget: true, Snapshot(0));
        Push(1, 2, 2);
        Assert.Equal(1, _counts.DoubledFacts);
        Assert.Contains("1/2 was pushed twice", Assert.Single(_counts.Faults), StringComparison.Ordinal);
    }

    [Fact]
    public void Hear_SomethingIsMissing_AsksAgain()
    {
        Begin(forget: true, Snapshot(0));
        Assert.False(_follower.Hear(null, Envelope(1)));
        Assert.True(_follower.Hear(null, Envelope(3)));
        Assert.Equal((1, 1), _follower.Known);
    }

    [Fact]
    public void Answer_LeavesOneOut_IsAFault()
    {
        Begin(forget: true, Snapshot(0));
        Push(1);
        Begin(forget: false, Recovered(2, 4));
        Assert.NotEmpty(_counts.Faults);
    }

    [Fact]
    public void Answer_IsOfNothingThoughMoreIsStored_IsMissed()
    {
        Begin(forget: true, Snapshot(0));
        Push(1);
        Begin(forget: false, Parse("""{"recovered":true,"epoch":1,"sequence":1,"events":[],"jobs":[]}"""));
        Assert.Equal(2, Prove(stored: 3).Missed);
        Assert.Contains("told up to 1 of 3", Assert.Single(_counts.Faults), StringComparison.Ordinal);
    }

    [Fact]
    public void Prove_ToldOtherwiseThanStored_IsAFault()
    {
        Begin(forget: true, Snapshot(0));
        _follower.Hear(null, Envelope(1, name: "canceled"));
        Prove(stored: 1);
        Assert.Contains("'job_changed canceled", Assert.Single(_counts.Faults), StringComparison.Ordinal);
    }

    [Fact]
    public void Prove_SnapshotWithoutAnOpenJob_IsAFault()
    {
        Begin(forget: true, Snapshot(2));
        Prove(stored: 2);
        Assert.Contains("does not have job", Assert.Single(_counts.Faults), StringComparison.Ordinal);
    }

    [Fact]
    public void Prove_SnapshotWithAnOlderVersion_IsAFault()
    {
        Begin(forget: true, Snapshot(2, 1));
        Prove(stored: 2);
        Assert.Contains("at version 1, which was told at 2", Assert.Single(_counts.Faults), StringComparison.Ordinal);
    }

    [Fact]
    public void Market_SnapshotThatDiffersFromWhatWasTold_IsAFault()
    {
        Begin(forget: true, Snapshot(0));
        Push(1, 2);
        var other = new Follower(Stream, _counts);
        other.Begin(null, true);
        other.Answer(null, Snapshot(2, 2));
        new StreamProof(new Dictionary<string, List<Fact>>(), _counts).Market([other], [_follower]);
        Assert.Empty(_counts.Faults);
        other.Begin(null, true);
        other.Answer(null, Snapshot(2));
        new StreamProof(new Dictionary<string, List<Fact>>(), _counts).Market([other], [_follower]);
        Assert.Contains("has 0 open jobs, by what was told there are 1", Assert.Single(_counts.Faults), StringComparison.Ordinal);
    }

    [Fact]
    public void Market_FactThatTheObserverWasNotTold_IsAFault()
    {
        Begin(forget: true, Snapshot(0));
        Push(1, 2);
        var other = new Follower(Stream, _counts);
        other.Begin(null, true);
        other.Answer(null, Snapshot(2, 2));
        other.Hear(null, Envelope(3));
        var proof = new StreamProof(new Dictionary<string, List<Fact>>(), _counts);
        proof.Market([other], [_follower]);
        Assert.Equal(1, proof.Unheard);
        Assert.Contains("which the observer was not told", Assert.Single(_counts.Faults), StringComparison.Ordinal);
    }

    [Fact]
    public void Whole_AnObserverBrokeOff_IsAFault()
    {
        Begin(forget: true, Snapshot(0));
        Begin(forget: true, Snapshot(2));
        new StreamProof(new Dictionary<string, List<Fact>>(), _counts).Whole([], [_follower]);
        Assert.Contains("without a break", Assert.Single(_counts.Faults), StringComparison.Ordinal);
    }

    private static JsonElement Parse(string json) => JsonDocument.Parse(json).RootElement;

    private static string Changed(long sequence, string name) => string.Create(
        CultureInfo.InvariantCulture,
        $$$"""{"stream":"{{{Stream}}}","epoch":1,"sequence":{{{sequence}}},"type":"job_changed","event":"{{{name}}}","job":{"job_id":"{{{Job:N}}}","version":{{{sequence}}},"ended":false}}""");

    private static JsonElement Envelope(long sequence, string name = "stepped") => Parse(Changed(sequence, name));

    private static JsonElement Recovered(params long[] sequences) => Parse(string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"recovered":true,"epoch":1,"sequence":{{sequences[^1]}},"events":[{{string.Join(',', sequences.Select(sequence => Changed(sequence, "stepped")))}}],"jobs":[]}"""));

    private static JsonElement Snapshot(long sequence, long? version = null) => Parse(string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"recovered":false,"epoch":1,"sequence":{{sequence}},"events":[],"jobs":[{{(version is null ? "" : $$$"""{"job_id":"{{{Job:N}}}","version":{{{version}}},"ended":false}""")}}]}"""));

    private void Begin(bool forget, JsonElement answer)
    {
        _follower.Begin(null, forget);
        _follower.Answer(null, answer);
    }

    private void Push(params long[] sequences) => Array.ForEach(sequences, sequence => _follower.Hear(null, Envelope(sequence)));

    private StreamProof Prove(int stored)
    {
        var facts = Enumerable.Range(1, stored).Select(sequence => new Fact(1, sequence, Fact.Changed("stepped", Job, sequence), Job, sequence, false)).ToList();
        var proof = new StreamProof(new Dictionary<string, List<Fact>> { [Stream] = facts }, _counts);
        proof.Durable(_follower, stored);
        return proof;
    }
}

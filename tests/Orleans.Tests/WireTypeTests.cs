using System.Collections.Immutable;
using O2O.Dispatch.Embedded;

namespace O2O.Dispatch.Orleans.Tests;

[GenerateSerializer, Alias("t.Good")]
internal sealed record Good([property: Id(0)] string Name, [property: Id(1)] ImmutableArray<int> Numbers, [property: Id(2)] Inner? Inner);

[GenerateSerializer, Alias("t.Inner")]
internal readonly record struct Inner([property: Id(0)] Guid Id, [property: Id(1)] DateTimeOffset At, [property: Id(2)] DayOfWeek Day);

[GenerateSerializer, Alias("t.Base")]
internal abstract record Answer([property: Id(0)] int Code);

[GenerateSerializer, Alias("t.Yes")]
internal sealed record Yes(int Code, [property: Id(0)] string Why) : Answer(Code);

internal sealed record NoSerializer([property: Id(0)] int A);

[GenerateSerializer]
internal sealed record NoAlias([property: Id(0)] int A);

[GenerateSerializer, Alias("t.NoId")]
internal sealed record NoId([property: Id(0)] int A, string Forgotten);

[GenerateSerializer, Alias("t.Settable")]
internal sealed class Settable
{
    [Id(0)]
    public int Changing { get; set; }
}

[GenerateSerializer, Alias("t.Field")]
internal sealed class OpenField
{
    [Id(0)]
    public int Changing = 1;
}

[GenerateSerializer, Alias("t.Listed")]
internal sealed record Listed([property: Id(0)] List<int> Items);

[GenerateSerializer, Alias("t.Arrayed")]
internal sealed record Arrayed([property: Id(0)] ImmutableArray<Deep> Items);

[GenerateSerializer, Alias("t.Deep")]
internal sealed record Deep([property: Id(0)] int[] Items);

[GenerateSerializer, Alias("t.Twice")]
internal sealed record Twice([property: Id(0)] int A, [property: Id(0)] int B);

[GenerateSerializer, Alias("t.Hidden")]
internal sealed record Hidden([property: Id(0)] IReadOnlyList<int> Items);

[GenerateSerializer, Alias("t.LooseBase")]
internal abstract record LooseBase;

[GenerateSerializer, Alias("t.Loose")]
internal sealed record Loose([property: Id(0)] int A) : LooseBase
{
    [Id(1)]
    public int Changing { get; set; }
}

[Alias("t.IWire")]
internal interface IWireGrain : IGrainWithStringKey
{
    [Alias("Good")]
    Task<Good?> Good(Good good, ImmutableDictionary<string, Inner> map, int? number, (int A, string B) pair, CancellationToken token);

    [Alias("Heir")]
    Task<Answer> Heir(Answer answer);

    [Alias("Open")]
    Task<object?> Open(object? value);

    [Alias("A1")]
    Task NoSerializer(NoSerializer value);

    [Alias("A2")]
    Task NoAlias(NoAlias value);

    [Alias("A3")]
    Task NoId(NoId value);

    [Alias("A4")]
    Task Settable(Settable value);

    [Alias("A5")]
    Task OpenField(OpenField value);

    [Alias("A6")]
    Task Listed(Listed value);

    [Alias("A7")]
    Task Arrayed(Arrayed value);

    [Alias("A8")]
    Task Twice(Twice value);

    [Alias("A9")]
    Task Hidden(Hidden value);

    [Alias("B1")]
    Task LooseBase(LooseBase value);

    [Alias("B2")]
    Task Bytes(byte[] value);

    [Alias("B3")]
    Task<List<int>> Answers();

    [Alias("B4")]
    Task TokenFirst(CancellationToken token, int value);
}

internal sealed class WireGrain : Grain, IWireGrain
{
    public Task<Good?> Good(Good good, ImmutableDictionary<string, Inner> map, int? number, (int A, string B) pair, CancellationToken token) =>
        Task.FromResult<Good?>(good with { Name = $"{good.Name}{map.Count}{number}{pair.B}" });

    public Task<Answer> Heir(Answer answer) => Task.FromResult(answer);

    public Task<object?> Open(object? value) => Task.FromResult(value is "list" ? new List<int>() : value);

    public Task NoSerializer(NoSerializer value) => Task.CompletedTask;

    public Task NoAlias(NoAlias value) => Task.CompletedTask;

    public Task NoId(NoId value) => Task.CompletedTask;

    public Task Settable(Settable value) => Task.CompletedTask;

    public Task OpenField(OpenField value) => Task.CompletedTask;

    public Task Listed(Listed value) => Task.CompletedTask;

    public Task Arrayed(Arrayed value) => Task.CompletedTask;

    public Task Twice(Twice value) => Task.CompletedTask;

    public Task Hidden(Hidden value) => Task.CompletedTask;

    public Task LooseBase(LooseBase value) => Task.CompletedTask;

    public Task Bytes(byte[] value) => Task.CompletedTask;

    public Task<List<int>> Answers() => Task.FromResult(new List<int>());

    public Task TokenFirst(CancellationToken token, int value) => Task.CompletedTask;
}

public sealed class WireTypeTests
{
    [Fact]
    public async Task ImmutableWireTypes_PassByReference()
    {
        await using var engine = await TestEngine.Wall([typeof(WireGrain)]);
        var grain = engine.Grains.GetGrain<IWireGrain>("g");
        var good = new Good("n", [1, 2], new Inner(Guid.Empty, TestEngine.Start, DayOfWeek.Monday));
        var back = await grain.Good(good, ImmutableDictionary<string, Inner>.Empty.Add("k", default), 4, (1, "z"), CancellationToken.None);
        Assert.Equal("n14z", back!.Name);
        Assert.Equal(good.Numbers, back.Numbers);
        Answer yes = new Yes(1, "why");
        Assert.Same(yes, await grain.Heir(yes));
        Assert.Equal("text", await grain.Open("text"));
    }

    [Theory]
    [InlineData(nameof(IWireGrain.NoSerializer), "NoSerializer has no [GenerateSerializer]")]
    [InlineData(nameof(IWireGrain.NoAlias), "NoAlias has no [Alias]")]
    [InlineData(nameof(IWireGrain.NoId), "NoId.Forgotten has no [Id]")]
    [InlineData(nameof(IWireGrain.Settable), "Settable.Changing can be set")]
    [InlineData(nameof(IWireGrain.OpenField), "OpenField.Changing can be set")]
    [InlineData(nameof(IWireGrain.Listed), "Listed.Items: System.Collections.Generic.List`1[System.Int32] is mutable")]
    [InlineData(nameof(IWireGrain.Arrayed), "Deep.Items: System.Int32[] is an array")]
    [InlineData(nameof(IWireGrain.Twice), "Twice.B has [Id(0)], which another member has")]
    [InlineData(nameof(IWireGrain.Hidden), "Hidden.Items: System.Collections.Generic.IReadOnlyList`1[System.Int32] may hold anything")]
    [InlineData(nameof(IWireGrain.LooseBase), "Loose.Changing can be set")]
    [InlineData(nameof(IWireGrain.Bytes), "System.Byte[] is an array")]
    [InlineData(nameof(IWireGrain.Answers), "result: System.Collections.Generic.List`1[System.Int32] is mutable")]
    [InlineData(nameof(IWireGrain.TokenFirst), "CancellationToken is the last parameter")]
    public async Task UnfitType_AtFirstUse_IsRefusedWithTypeAndMember(string method, string expected)
    {
        await using var engine = await TestEngine.Wall([typeof(WireGrain)]);
        var grain = engine.Grains.GetGrain<IWireGrain>("b");
        var info = typeof(IWireGrain).GetMethod(method)!;
        var arguments = info.GetParameters().Select(static parameter => parameter.ParameterType.IsValueType ? Activator.CreateInstance(parameter.ParameterType) : null).ToArray();
        var refused = await Assert.ThrowsAsync<WireTypeException>(() => (Task)info.Invoke(grain, arguments)!);
        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
        Assert.Contains(method, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenParameter_GivenAMutableValue_IsRefused()
    {
        await using var engine = await TestEngine.Wall([typeof(WireGrain)]);
        var grain = engine.Grains.GetGrain<IWireGrain>("o");
        Assert.Contains("List", (await Assert.ThrowsAsync<WireTypeException>(() => grain.Open(new List<int>()))).Message, StringComparison.Ordinal);
        Assert.Contains("List", (await Assert.ThrowsAsync<WireTypeException>(() => grain.Open("list"))).Message, StringComparison.Ordinal);
    }
}

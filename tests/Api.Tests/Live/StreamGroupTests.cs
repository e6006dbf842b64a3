using FsCheck;
using FsCheck.Fluent;
using O2O.Dispatch.Api.Live;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Push;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Api.Tests.Live;

public sealed class StreamGroupTests
{
    [Fact]
    public void Accept_EventAheadOfOneBefore_WaitsForIt()
    {
        var group = new StreamGroup(Task.CompletedTask);
        var ready = new List<StreamEvent>();
        group.Begin(4);
        group.Accept(Event(6), Sample.Now, ready);
        Assert.Empty(ready);
        Assert.Equal(Sample.Now, group.HeldSince);
        group.Accept(Event(5), Sample.Now, ready);
        Assert.Equal([5, 6], ready.Select(happened => happened.Sequence));
        Assert.Null(group.HeldSince);
    }

    [Fact]
    public void Accept_WhatTheSnapshotHas_IsDropped()
    {
        var group = new StreamGroup(Task.CompletedTask);
        var ready = new List<StreamEvent>();
        group.Begin(4);
        group.Accept(Event(4), Sample.Now, ready);
        group.Accept(Event(5), Sample.Now, ready);
        group.Accept(Event(5), Sample.Now, ready);
        Assert.Equal([5], ready.Select(happened => happened.Sequence));
    }

    [Fact]
    public void Accept_BeforeAnySnapshot_PassesAsItComes()
    {
        var group = new StreamGroup(Task.CompletedTask);
        var ready = new List<StreamEvent>();
        group.Accept(Event(9), Sample.Now, ready);
        group.Begin(8);
        group.Accept(Event(9), Sample.Now, ready);
        Assert.Equal([9, 9], ready.Select(happened => happened.Sequence));
    }

    [Fact]
    public void GiveUp_OnALoss_LetsTheHearersSeeTheGap()
    {
        var group = new StreamGroup(Task.CompletedTask);
        var ready = new List<StreamEvent>();
        group.Begin(4);
        group.Accept(Event(7), Sample.Now, ready);
        group.Accept(Event(9), Sample.Now, ready);
        group.GiveUp(ready);
        group.Accept(Event(10), Sample.Now, ready);
        Assert.Equal([7, 9, 10], ready.Select(happened => happened.Sequence));
    }

    [Fact]
    public void Accept_AnyOrderOfAFewThatCross_GivesThemInOrderOnce() => Law.Holds(
        Gen.Shuffle(Enumerable.Range(1, 20).Concat([3, 7, 11]).ToArray()),
        order =>
        {
            var group = new StreamGroup(Task.CompletedTask);
            var ready = new List<StreamEvent>();
            group.Begin(0);
            foreach (var sequence in order)
            {
                group.Accept(Event(sequence), Sample.Now, ready);
            }

            Assert.Equal(Enumerable.Range(1, 20).Select(sequence => (long)sequence), ready.Select(happened => happened.Sequence));
        });

    private static StreamEvent Event(long sequence) => Sample.Changed(Sample.View(1, JobState.Matching, sequence), "matching_begun");
}

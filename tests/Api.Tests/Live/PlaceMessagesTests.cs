using System.Collections.Immutable;
using FsCheck.Fluent;
using O2O.Dispatch.Api.Live;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Api.Tests.Live;

public sealed class PlaceMessagesTests
{
    private static readonly DateTimeOffset Now = Sample.Now;

    [Fact]
    public void Messages_OfAnyPlaces_AreReadAsTheyWere() => Law.HoldsForChoices(200, choices =>
    {
        var places = new List<ToldPlace>();
        for (var count = choices.Next(50); count > 0; count--)
        {
            places.Add(Place(
                choices.Next(1_000), choices.Next(10_000) * 36_000 - 180_000_000, choices.Next(10_000) * 18_000 - 90_000_000, choices.Next(10_000), choices.Next(10_000), [.. Enumerable.Range(0, choices.Next(4)).Select(Shard)]));
        }

        Same(places, PlaceMessages.Of(places, Now));
    });

    [Fact]
    public void Of_ManyVehicles_AreSeveralMessagesThatAreAllRead()
    {
        Assert.Empty(PlaceMessages.Of([], Now));
        var places = Enumerable.Range(0, (2 * PlaceMessages.MostVehicles) + 1).Select(n => Place(n, n, n, n, 1, [Shard(n % 3)])).ToList();
        var messages = PlaceMessages.Of(places, Now);
        Assert.Equal(3, messages.Count);
        Assert.All(messages, message => Assert.InRange(message.Length, 1, 34 * (PlaceMessages.MostVehicles + 10)));
        Same(places, messages);

        // Sets of their own, so that bytes are what ends a message.
        places = [.. Enumerable.Range(0, 300).Select(n => Place(n, n, n, n, 1, [.. Enumerable.Range(n, 200).Select(Shard)]))];
        messages = PlaceMessages.Of(places, Now);
        Assert.True(messages.Count > 2);
        Assert.All(messages, message => Assert.InRange(message.Length, 1, PlaceMessages.MostBytes));
        Same(places, messages);

        // What no message holds keeps no other from being told.
        Same([places[0]], PlaceMessages.Of([Place(1, 1, 1, 1, 1, [Shard(0) + new string('x', PlaceMessages.MostBytes)]), places[0]], Now));
    }

    [Fact]
    public void Of_PlaceLaterThanNow_CountsAsOfNow() => Same([Place(1, 1, 1, 0, 1, [])], PlaceMessages.Of([Place(1, 1, 1, -5_000, 1, [])], Now));

    [Fact]
    public void TryRead_WhatIsNoMessageOfThisVersion_IsNot()
    {
        var message = PlaceMessages.Of([Place(1, 2, 3, 4, 5, [Shard(1), Shard(2)]), Place(2, 2, 3, 4, 5, [])], Now)[0];
        Assert.True(Reads(message));
        Assert.False(PlaceMessages.TryRead(message, "boston", out _));
        Assert.False(PlaceMessages.TryRead(message, Sample.Market[..^1], out _));
        for (var length = 0; length < message.Length; length++)
        {
            Assert.False(Reads(message[..length]), $"its first {length} bytes");
        }

        Assert.False(Reads([.. message, 0]), "a byte too many");
        Assert.False(Reads([2, .. message[1..]]), "a version to come");
        Assert.False(Reads([.. message, .. new byte[PlaceMessages.MostBytes]]), "too long");
        var vehicle = message.Length - 34;
        Assert.False(Reads(With(vehicle + 16, 180_000_001)), "off the earth");
        Assert.False(Reads(With(vehicle + 20, -90_000_001)), "off the earth");
        Assert.False(Reads(With(vehicle + 30, 0x0002_0000)), "a set that is not there");
        Assert.False(Reads(With(5, -1)), "before all time");
        Assert.False(Reads(With(5, int.MaxValue)), "after all time");

        byte[] With(int at, int value)
        {
            var changed = message.ToArray();
            BitConverter.TryWriteBytes(changed.AsSpan(at), value);
            return changed;
        }
    }

    /// <summary>Whatever comes over the wire, it is read or it is not.</summary>
    [Fact]
    public void TryRead_MessageWithAnyBytesChanged_NeverFails()
    {
        var message = PlaceMessages.Of([Place(1, 2, 3, 4, 5, [Shard(1), Shard(2)]), Place(2, 2, 3, 4, 5, [Shard(3)])], Now)[0];
        Law.Holds(
            Gen.ArrayOf(Gen.Choose(0, 1_000_000)),
            changes =>
            {
                var changed = message.ToArray();
                foreach (var change in changes)
                {
                    changed[change / 256 % changed.Length] = (byte)(change % 256);
                }

                _ = Reads(changed);
            });
    }

    private static bool Reads(byte[] message)
    {
        var reads = PlaceMessages.TryRead(message, Sample.Market, out var places);
        Assert.True(reads || places.IsEmpty, "Half of it is told.");
        return reads;
    }

    private static string Shard(int n) => $"{Sample.Market}/class-{n}";

    private static ToldPlace Place(int provider, int longitude, int latitude, int millisecondsAgo, long shift, ImmutableArray<string> shards) =>
        new(new Guid(provider, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1), longitude, latitude, Now.AddMilliseconds(-millisecondsAgo), shift, shards);

    private static void Same(IEnumerable<ToldPlace> places, IEnumerable<byte[]> messages) => Assert.Equal(
        places.Select(Text),
        messages.SelectMany(message =>
        {
            Assert.True(PlaceMessages.TryRead(message, Sample.Market, out var read));
            return read;
        }).Select(Text));

    private static string Text(ToldPlace place) => $"{place with { Shards = [] }} {string.Join(' ', place.Shards)}";
}
